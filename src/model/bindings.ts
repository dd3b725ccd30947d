import type { Finding } from './finding.js';
import type { ProtocolVersion } from './hello.js';
import type { Confidence, PassedRow, Reply } from './selection.js';

/** A row of the http.sys table, as an export showed it. */
export interface BindingRow {
  readonly kind: 'ipport' | 'hostnameport' | 'ccs';
  /** Canonical, without brackets; null for rows by name and of the central store. */
  readonly address: string | null;
  /** Lower-case; `*.example.com` for wildcard rows; null for rows by address and of the central store. */
  readonly host: string | null;
  readonly port: number;
  /** SHA-1, lower-case hex; null where the row has none: see `hash`. */
  readonly thumbprint: string | null;
  /** `blank`: empty or all zero; `unreadable`: there was something that is no hash; `none`: the central store finds the file. */
  readonly hash: 'given' | 'blank' | 'unreadable' | 'none';
  /** Lower-case without braces; null when it was not said. */
  readonly appId: string | null;
  /** Who is known to use that application id; a hint, as administrators reuse them. */
  readonly owner: string | null;
  readonly store: string | null;
  /** Versions that the row's flags switch off. */
  readonly disabledVersions: readonly ProtocolVersion[];
  /** `file:line`. */
  readonly source: string;
}

/** An https binding of an IIS site. */
export interface SiteBinding {
  readonly site: string;
  readonly siteId: number | null;
  /** `started`, `stopped`; null where the export does not say. */
  readonly state: string | null;
  /** Canonical, without brackets; null for `*` (All Unassigned). */
  readonly address: string | null;
  readonly port: number;
  /** Lower-case; null for every name. */
  readonly host: string | null;
  /** The bit field (1 SNI, 2 central store, 4 no HTTP/2, 8 no OCSP stapling, 16 no QUIC, 32 no TLS 1.3, 64 no legacy TLS); null where not said. */
  readonly sslFlags: number | null;
  /** What `Get-WebBinding` shows as the row's hash; null where not said or empty. */
  readonly thumbprint: string | null;
  readonly source: string;
}

/** A certificate of the machine's store. */
export interface StoreCertificate {
  /** SHA-1, lower-case hex. */
  readonly thumbprint: string;
  readonly subject: string | null;
  /** Lower-case. */
  readonly dnsNames: readonly string[];
  /** ISO 8601; null where it could not be read. */
  readonly notBefore: string | null;
  readonly notAfter: string | null;
  readonly hasPrivateKey: boolean | null;
  /** `My`, `WebHosting`; null where the list does not say. */
  readonly store: string | null;
  readonly source: string;
}

/** Something in an export that could not be used. The rest was. */
export interface ExportProblem {
  /** `file:line`. */
  readonly source: string;
  readonly reason: string;
  /** True: something was left out that may matter; false: a remark. */
  readonly lost: boolean;
}

/** Everything that was read of one machine. */
export interface MachineExport {
  readonly rows: readonly BindingRow[];
  readonly sites: readonly SiteBinding[];
  /** Null: no certificate list was given, so nothing can be said about keys and dates. */
  readonly certificates: readonly StoreCertificate[] | null;
  /** Null: `netsh http show iplisten` was not given; empty: nothing is listed, every address is listened on. */
  readonly ipListen: readonly string[] | null;
  /** Names of the files in the central store without `.pfx`; null: not given. */
  readonly centralFiles: readonly string[] | null;
  /** `6.1.7601`, `10.0.17763`; null where not said. */
  readonly systemVersion: string | null;
  /** The machine's own addresses; empty where not said. */
  readonly addresses: readonly string[];
  readonly problems: readonly ExportProblem[];
}

export type PredictedQuestion = 'target-name' | 'no-name' | 'unknown-name';

/** What a client would be answered. `0.0.0.0` and `::` as address: every address of that family without a row of its own. */
export interface Prediction {
  /** `*`: any name; there is none in the export. */
  readonly host: string;
  readonly address: string;
  readonly port: number;
  readonly question: PredictedQuestion;
  /** Index into the rows; null: none answers. */
  readonly row: number | null;
  readonly thumbprint: string | null;
  readonly outcome: 'served' | 'reset' | 'refused' | 'alert';
  readonly reply: Reply;
  readonly passed: readonly PassedRow[];
  /** Why this row, and why not the others: one sentence each. */
  readonly because: string;
  readonly confidence: Confidence;
}

/** A judgement on an export. */
export interface BindingFinding extends Finding {
  /** Indices into the rows. */
  readonly rows: readonly number[];
  readonly host: string | null;
  readonly port: number | null;
  /** `file:line` of the row or site that it is about; null for what is missing. */
  readonly source: string | null;
  /** What to do, in order; lines that begin with `$ ` or `PS> ` are commands to paste, `# ` one to keep. */
  readonly remedy: readonly string[];
}

/** A prediction that changes with a planned change. */
export interface PredictedChange {
  readonly before: Prediction;
  readonly after: Prediction;
}

/** What `whichcert bindings` says of one machine. */
export interface BindingReport {
  /** Words for its Windows: `Windows Server 2008 R2`. */
  readonly system: string;
  readonly rows: readonly BindingRow[];
  readonly predictions: readonly Prediction[];
  readonly findings: readonly BindingFinding[];
  readonly problems: readonly ExportProblem[];
  /** Under `--with` and `--without`: rows, predictions and findings are those after the change. Null: no change was asked about. */
  readonly changes: readonly PredictedChange[] | null;
  /** The rows before the change, which `changes[].before.row` counts; the same as `rows` without one. */
  readonly rowsBefore: readonly BindingRow[];
}
