import type { ProtocolVersion } from '../model/hello.js';
import type { SelectionTable } from '../model/selection.js';

/**
 * An estate: machines that misbehave on purpose, the addresses they answer at, and the names that are asked there.
 * Plain data: {@link startLab} makes the certificates and the listening sockets.
 */
export interface Estate {
  readonly title: string;
  /** By the word that attachments of the selection tables use. */
  readonly certificates: Readonly<Record<string, LabCertificate>>;
  /** By machine name. */
  readonly machines: Readonly<Record<string, LabMachine>>;
  readonly addresses: readonly LabAddress[];
  readonly targets: readonly LabTarget[];
}

/** A certificate to be issued at start. */
export interface LabCertificate {
  readonly commonName: string;
  /** Organization and the like, for known default certificates: short name → value. */
  readonly attributes?: Readonly<Record<string, string>>;
  readonly dnsNames: readonly string[];
  readonly ipAddresses?: readonly string[];
  readonly keyType: 'rsa' | 'ecdsa' | 'ecdsa-p384';
  /** Days before the start of the lab when it began; default 10. Negative: in the future. */
  readonly ageDays?: number;
  /** Days after the start of the lab when it ends; default 80. Negative: expired. */
  readonly daysLeft?: number;
  /** By default the estate's own authority; `self`: self-signed; `foreign`: an authority that is not in `caPem`. */
  readonly issuer?: 'estate' | 'self' | 'foreign';
  /** False: the issuing authority is left out of what is sent. */
  readonly sendsIntermediates?: boolean;
}

/** One machine: how it selects, and how it behaves besides. */
export interface LabMachine {
  readonly table: SelectionTable;
  /** The `Server` header of its HTTP answers; null: none. */
  readonly server: string | null;
  /** Versions it speaks, newest first; default TLS 1.3 and 1.2. */
  readonly versions?: readonly ProtocolVersion[];
  /** Sent as a warning before a certificate that no name row selected (RFC 6066 §3); TLS 1.2 only. */
  readonly warnsUnrecognizedName?: boolean;
  /** After so many connections from one peer every further one is reset. */
  readonly limit?: number;
  /** What it answers instead of TLS: nothing at all, or these words at once. */
  readonly instead?: { readonly kind: 'silence' } | { readonly kind: 'plaintext'; readonly text: string };
  /** A client certificate is demanded. */
  readonly demandsClientCertificate?: boolean;
  /** Host header → HTTP status (421, 404 …); `*` for every other; default 200. */
  readonly http?: Readonly<Record<string, number>>;
}

/** A logical address: what the machine sees as local, and what the connect-to rule maps. */
export interface LabAddress {
  readonly address: string;
  readonly port: number;
  /** Several: one after the other, connection by connection (rotation). None: nothing listens there, TCP is refused. */
  readonly machines: readonly string[];
  /** What the machine sees as its own address (NAT); default: `address`. */
  readonly localAddress?: string;
}

/** A name at addresses, with what should be served and what the estate is known to suffer from. */
export interface LabTarget {
  readonly name: string;
  readonly port: number;
  readonly addresses: readonly string[];
  /** The word of the certificate that should be served; null: the name must be covered, in date and trusted. */
  readonly expected: string | null;
  /** One line: what is wrong here, and why. */
  readonly story: string;
  /** The bracketed code that the check should print; null: healthy. */
  readonly cause: string | null;
  /** Codes of findings that must be there. */
  readonly findings?: readonly string[];
}
