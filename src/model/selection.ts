import type { KeyTypeOffer, ProtocolVersion } from './hello.js';

/**
 * How a server selects a certificate: one model for http.sys, nginx, Apache, HAProxy and the rest.
 * Predictions use it, the lab serves with it, the diagnosis reasons with it.
 */

/** What a client gets. `certificate` is an opaque name: a fingerprint, a thumbprint, a scenario's word. */
export type Reply =
  | {
      readonly kind: 'certificate';
      readonly certificate: string;
      readonly signature: 'verifies' | 'fails';
      readonly row: string | null;
    }
  | { readonly kind: 'alert'; readonly code: number; readonly row: string | null }
  /** `refused`: TCP itself is refused, nothing listens there (`netsh http show iplisten`). */
  | { readonly kind: 'reset' | 'close' | 'silence' | 'refused'; readonly row: string | null };

/** A certificate with its key, as attached to a row. */
export interface Attachment {
  readonly certificate: string;
  readonly keyType: 'rsa' | 'ecdsa';
  /**
   * - usable
   * - resets: the row wins, its key cannot be used, the connection is reset (http.sys)
   * - alerts: the same on servers that answer with an alert (`alertCode`)
   * - wrong: the key belongs to another certificate: the handshake signature does not verify
   * - closes: the connection is closed without a TLS byte (Dovecot, per name)
   * - falls-through: the row is skipped and the next one answers (http.sys, by Certify The Web's guide)
   */
  readonly key: 'usable' | 'resets' | 'alerts' | 'closes' | 'wrong' | 'falls-through';
  readonly alertCode?: number;
}

/** A row that selects by name: an exact name or `*.parent` (one label). */
export interface NameRow {
  readonly id: string;
  readonly kind: 'exact' | 'wildcard' | 'ccs';
  /** Lower-case; `*.example.com` for wildcards. */
  readonly host: string;
  /** One per key type at most; empty: the row exists and has nothing to serve (blank hash). */
  readonly attachments: readonly Attachment[];
  /** True: a wildcard spans several labels (nginx, Apache); absent: one label (http.sys, RFC 9525). */
  readonly spansLabels?: boolean;
  /** Versions that the row's flags or the virtual host refuse: a hello that offers no other fails, at this row only. */
  readonly disabledVersions?: readonly ProtocolVersion[];
}

/** What answers where no name row does. */
export type Fallback =
  | {
      readonly kind: 'attachments';
      readonly id: string;
      readonly attachments: readonly Attachment[];
      readonly disabledVersions?: readonly ProtocolVersion[];
    }
  | { readonly kind: 'alert'; readonly code: number }
  | { readonly kind: 'reset' | 'close' | 'silence' };

/** A set of rows that takes the connections to one address (or to every address that no other listener takes). */
export interface Listener {
  readonly id: string;
  /** An exact local address, or null for every other address. */
  readonly address: string | null;
  readonly port: number;
  /** False: an `ipport` row on an exact address, or a server that knows no names: the fallback answers for every name. */
  readonly selectsByName: boolean;
  readonly rows: readonly NameRow[];
  /** For a name that no row has. */
  readonly fallback: Fallback;
  /** For a connection without a name; null: as `fallback`. */
  readonly fallbackWithoutName: Fallback | null;
  /** For IPv6 connections (`[::]:port` of http.sys); null: as the others. */
  readonly fallbackIpv6: Fallback | null;
}

/** When server_name is acknowledged (RFC 6066 §3): the three families seen in the field. */
export type AcknowledgementFamily = 'always' | 'on-match' | 'never';

/** One machine. */
export interface SelectionTable {
  readonly listeners: readonly Listener[];
  readonly acknowledges: AcknowledgementFamily;
  /** Names that something in front ends before the machine sees them: `alert` with `alertCode`, 80 without one. */
  readonly filtered: readonly {
    readonly host: string;
    readonly reply: 'reset' | 'close' | 'silence' | 'alert';
    readonly alertCode?: number;
  }[];
  /** A device that mints a certificate for whatever name is asked. */
  readonly mints: boolean;
  /** Addresses that are listened on (`netsh http show iplisten`); absent or null: all. */
  readonly listensOn?: readonly string[] | null;
}

/** What the selection depends on. */
export interface Connection {
  readonly localAddress: string;
  readonly port: number;
  readonly serverName: string | null;
  readonly keyTypes: KeyTypeOffer;
  /** What the hello offers; absent: enough for every row. */
  readonly versions?: readonly ProtocolVersion[];
}

/** How well the step that decided is known: documented by Microsoft or the server's makers, by another vendor, observed, inferred, not verified. */
export const CONFIDENCES = ['documented', 'vendor', 'observed', 'inferred', 'unverified'] as const;
export type Confidence = (typeof CONFIDENCES)[number];

/** A row that could have answered and did not. */
export interface PassedRow {
  readonly row: string;
  readonly why: 'key-unusable' | 'file-missing' | 'ranks-lower' | 'names-ignored';
}

/** A reply with the way to it. */
export interface Selection {
  readonly reply: Reply;
  /** An empty server_name in ServerHello or EncryptedExtensions; only meaningful where a certificate is served. */
  readonly acknowledged: boolean;
  /** A name row decided: not a fallback, not an exact-address row. */
  readonly matchedName: boolean;
  /** In the order of the procedure: those before the reply's row were skipped, those after it rank lower. */
  readonly passed: readonly PassedRow[];
  readonly confidence: Confidence;
}
