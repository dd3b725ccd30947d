import type { Expectation } from './expectation.js';

/** Protocols that reach TLS by an upgrade command (RFC 2595, RFC 3207, RFC 4511 §4.14, RFC 6120 §5 …). */
export const STARTTLS_PROTOCOLS = [
  'smtp',
  'submission',
  'imap',
  'pop3',
  'ftp',
  'ldap',
  'xmpp',
  'xmpp-server',
  'postgres',
  'mysql',
  'sieve',
  'nntp',
  'rdp',
] as const;
export type StartTlsProtocol = (typeof STARTTLS_PROTOCOLS)[number];

/** An address that is dialled instead of what DNS says; a null port means the target's. */
export interface GivenAddress {
  /** IPv4 dotted or IPv6 in RFC 5952 form without brackets; a zone (`%eth0`) may follow. */
  readonly address: string;
  readonly port: number | null;
}

/** What is asked about: a host, a port, a protocol and what should be served there. */
export interface Target {
  /** Lower-case A-label name without trailing dot, or an address (IPv4, or IPv6 without brackets). */
  readonly host: string;
  readonly hostKind: 'name' | 'ip';
  readonly port: number;
  readonly starttls: StartTlsProtocol | null;
  /** `https` and the like: only HTTP endpoints are asked an HTTP HEAD. */
  readonly scheme: string;
  /** These addresses instead of DNS; null: resolve. Never empty. */
  readonly addresses: readonly GivenAddress[] | null;
  /** What should be served at every address; null: the name must be covered, in date and trusted. */
  readonly expectation: Expectation | null;
  /** Where it was written: `file:line`, `argument`, `stdin:line`; null when made by a program. */
  readonly source: string | null;
  readonly labels: Readonly<Record<string, string>>;
  /** `mx:NAME`, `srv:NAME`: DNS is asked for the hosts to ask in place of this one; absent: the host itself is meant. */
  readonly lookup?: 'mx' | 'srv';
}

/** A line of a list that is no target: reported, counted as unknown, and the rest goes on. */
export interface BadLine {
  readonly source: string;
  readonly text: string;
  readonly reason: string;
}

/** `--connect-to HOST:PORT:ADDRESS:PORT` as in curl; null means "any" on the left and "unchanged" on the right. */
export interface ConnectTo {
  readonly host: string | null;
  readonly port: number | null;
  readonly toHost: string | null;
  readonly toPort: number | null;
}

/** What is dialled: one address and port of one target. */
export interface Endpoint {
  /** The logical address: what DNS or the user named. */
  readonly address: string;
  readonly port: number;
  /** Where the connection goes: differs from the logical address under `--connect-to`. */
  readonly dialAddress: string;
  readonly dialPort: number;
  readonly starttls: StartTlsProtocol | null;
  /** The name that a STARTTLS preamble needs (XMPP `to`); null elsewhere. */
  readonly starttlsHost: string | null;
}
