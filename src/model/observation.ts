/** What happened to one question. No opinion. A peer's faults are outcomes, never exceptions. */
export const OUTCOMES = [
  'served',
  'refused',
  'unreachable',
  'interrupted',
  'starttls',
  'not-tls',
  'malformed',
  'misbehaved',
  'incompatible',
  'over-limit',
  'skipped',
] as const;
export type Outcome = (typeof OUTCOMES)[number];

/**
 * The outcome's variant:
 * - served: null
 * - refused: the alert's description (`unrecognized_name`, `internal_error`, … RFC 8446 §6); the code is in `alert`
 * - unreachable: `refused` | `no-route` | `timed-out`
 * - interrupted: `closed` | `reset` | `timed-out` | `limited`; `detail.awaiting` says which message was awaited
 * - starttls: `not-offered` | `refused` | `unstable` | `preauth`
 * - not-tls: the protocol guessed from the first bytes (`http`, `ssh`, `smtp`, `ftp`, `imap`, `pop3`, `mysql`, `ssl2`, `unknown` …)
 * - malformed: the path (`ServerHello/extensions/server_name`); `detail.offset` is the byte
 * - misbehaved: the rule broken (`suite-not-offered`, `all-zero-shared-secret` …)
 * - incompatible: what does not meet (`version`, `group`, `cipher-suite` …)
 * - over-limit: which limit (`handshake-bytes`, `wire-bytes`, `records`, `empty-records`, `change-cipher-spec`,
 *   `warning-alerts`, `hello-retry-requests`, `message-length`)
 * - skipped: why (`no-route-for-family`, `silent-control`, `stopped-answering`, `aborted`)
 */
export type Reason = string;

/** How far it got. */
export const STAGES = [
  'connect',
  'starttls',
  'client-hello',
  'hello-retry-request',
  'server-hello',
  'encrypted-extensions',
  'certificate',
  'possession',
] as const;
export type Stage = (typeof STAGES)[number];

export interface Alert {
  readonly level: 'warning' | 'fatal';
  readonly code: number;
  /** RFC 8446 §6.2 / RFC 5246 §7.2 name, or `unknown_<code>`. */
  readonly description: string;
}

export type Possession = 'proved' | 'failed' | 'unchecked';

/** One observation, as it stands in the report. `certificates` holds SHA-256 fingerprints in wire order. */
export interface Observation {
  readonly probe: string;
  /** null: the extension was absent. */
  readonly serverName: string | null;
  /** 0: not asked, because nothing could answer; the outcome is that of the question that showed it. */
  readonly attempt: number;
  readonly shared: boolean;
  readonly outcome: Outcome;
  readonly reason: Reason | null;
  readonly detail: Readonly<Record<string, string | number | boolean | null>>;
  readonly stage: Stage;
  /** When the question was put, in milliseconds since the target's `startedAt` (a shared answer may be negative). */
  readonly at: number;
  readonly ms: number;
  /** `TLSv1.3` …; null when no ServerHello was read. */
  readonly protocol: string | null;
  /** IANA name, e.g. `TLS_AES_128_GCM_SHA256`. */
  readonly cipherSuite: string | null;
  /** `x25519`, `secp256r1` …; null with RSA key exchange. */
  readonly group: string | null;
  /** `ecdsa_secp256r1_sha256` …; null where nothing was signed. */
  readonly signatureScheme: string | null;
  /** An empty server_name in ServerHello or EncryptedExtensions; null when neither was read. */
  readonly serverNameAcknowledged: boolean | null;
  /** A stapled OCSP response was sent; null when that stage was not reached. */
  readonly ocspStaple: boolean | null;
  /** The fatal alert that ended it, if one did. */
  readonly alert: Alert | null;
  readonly warningAlerts: readonly Alert[];
  readonly certificates: readonly string[];
  readonly possession: Possession;
  /** Why possession failed or was not looked at (`rsa-key-exchange`, `not-asked`, `signature-does-not-verify`, …); null when proved. */
  readonly possessionReason: string | null;
}
