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
  | { readonly kind: 'reset' | 'close' | 'silence'; readonly row: string | null };

/** A certificate with its key, as attached to a row. */
export interface Attachment {
  readonly certificate: string;
  readonly keyType: 'rsa' | 'ecdsa';
  /**
   * - usable
   * - resets: the row wins, its key cannot be used, the connection is reset (http.sys)
   * - alerts: the same on servers that answer with an alert (`alertCode`)
   * - wrong: the key belongs to another certificate: the handshake signature does not verify
   * - falls-through: the row is skipped and the next one answers (http.sys, by Certify The Web's guide)
   */
  readonly key: 'usable' | 'resets' | 'alerts' | 'wrong' | 'falls-through';
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
}

/** What answers where no name row does. */
export type Fallback =
  | { readonly kind: 'attachments'; readonly id: string; readonly attachments: readonly Attachment[] }
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
  /** Names that something in front closes or resets before the machine sees them. */
  readonly filtered: readonly { readonly host: string; readonly reply: 'reset' | 'close' }[];
  /** A device that mints a certificate for whatever name is asked. */
  readonly mints: boolean;
}

/** What the selection depends on. */
export interface Connection {
  readonly localAddress: string;
  readonly port: number;
  readonly serverName: string | null;
  readonly keyTypes: 'any' | 'rsa' | 'ecdsa';
}
