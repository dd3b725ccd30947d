import type { KnownAs } from './certificate.js';
import type { Diagnosis } from './diagnosis.js';
import type { Finding } from './finding.js';
import type { Observation } from './observation.js';

export const SCHEMA_VERSION = 1;

/** In the order of weight: critical > unknown > warning > ok. */
export const STATUSES = ['critical', 'unknown', 'warning', 'ok'] as const;
export type Status = (typeof STATUSES)[number];

/** The heaviest of these; ok for none. */
export function worstStatus(statuses: readonly Status[]): Status {
  return STATUSES.find((status) => statuses.includes(status)) ?? 'ok';
}

export type ResolutionSource = 'hosts' | 'dns' | 'system' | 'given' | 'connect-to';

export interface Resolution {
  readonly source: ResolutionSource;
  readonly aliases: readonly string[];
  readonly addresses: readonly string[];
  /** Why there are no addresses (`not-found`, `no-addresses`, `resolver-failure`, `timed-out` …, `bad-target`); null when there are. */
  readonly reason: string | null;
  readonly ms: number;
}

export interface TrustVerdict {
  readonly trusted: boolean | null;
  /** OpenSSL's code (`UNABLE_TO_VERIFY_LEAF_SIGNATURE` …) or why it could not be asked; null when trusted. */
  readonly reason: string | null;
  /** Which anchors judged: `bundled 146 (Node 20.20.2)`, `system 140`, `--ca corp.pem` …; null when not asked. */
  readonly anchors: string | null;
}

export interface HttpAnswer {
  readonly status: number | null;
  readonly server: string | null;
  /** Whether SSTP answers its well-known request there (`--ask-sstp`); null: it got no answer; absent: it was not asked. */
  readonly sstp?: boolean | null;
}

/** The row to blame, when an export named it (`--bindings`). */
export interface BlamedRow {
  readonly kind: 'ipport' | 'hostnameport' | 'ccs';
  readonly address: string | null;
  readonly host: string | null;
  readonly port: number;
  readonly thumbprint: string | null;
  readonly appId: string | null;
  readonly owner: string | null;
  readonly source: string;
}

export interface EndpointReport {
  readonly address: string;
  readonly port: number;
  /** `address:port`, IPv6 in brackets. */
  readonly dialled: string;
  readonly status: Status;
  readonly observations: readonly Observation[];
  /** Fingerprint of what the control was served; null when it was served nothing. */
  readonly served: string | null;
  readonly http: HttpAnswer | null;
  readonly row: BlamedRow | null;
  readonly trust: TrustVerdict;
  readonly diagnosis: Diagnosis | null;
}

export interface ReportedCertificate {
  readonly subject: string | null;
  readonly issuer: string | null;
  readonly serialNumber: string | null;
  readonly notBefore: string | null;
  readonly notAfter: string | null;
  readonly dnsNames: readonly string[] | null;
  readonly ipAddresses: readonly string[] | null;
  readonly thumbprint: string | null;
  readonly spkiSha256: string | null;
  readonly keyType: string | null;
  readonly keyBits: number | null;
  readonly signatureAlgorithm: string | null;
  readonly selfSigned: boolean | null;
  readonly knownAs: KnownAs | null;
  /** Why a field is null; absent when everything was read. */
  readonly problem?: string;
}

/** As understood; every part as in `Expectation`. */
export interface ReportedExpectation {
  readonly certificates: readonly {
    readonly sha256: string | null;
    readonly sha1: string | null;
    readonly source: string;
  }[];
  readonly acceptPrevious: boolean;
  readonly spkiPins: readonly string[];
  readonly serialNumbers: readonly string[];
  readonly issuers: readonly string[];
  readonly keys: readonly { readonly type: string; readonly minBits: number | null }[];
  readonly names: readonly string[];
  readonly minDaysLeft: number | null;
}

/** A difference from a baseline. */
export interface Change {
  readonly code: string;
  readonly address: string | null;
  readonly serverName: string | null;
  readonly before: string | null;
  readonly after: string | null;
  readonly message: string;
}

/** One target's report: one line of the JSON lines (schema version 1). */
export interface TargetReport {
  readonly schemaVersion: typeof SCHEMA_VERSION;
  readonly tool: string;
  readonly helloVersion: string;
  readonly target: {
    readonly host: string;
    readonly port: number;
    readonly starttls: string | null;
    readonly source: string | null;
    readonly labels: Readonly<Record<string, string>>;
  };
  readonly vantage: string | null;
  readonly startedAt: string;
  readonly durationMs: number;
  /** Connections made for this target (shared answers count for the target that asked). */
  readonly questions: number;
  readonly status: Status;
  readonly resolution: Resolution;
  readonly expectation: ReportedExpectation | null;
  readonly endpoints: readonly EndpointReport[];
  readonly certificates: Readonly<Record<string, ReportedCertificate>>;
  readonly findings: readonly Finding[];
  readonly changes: readonly Change[];
  readonly diagnosis: Diagnosis | null;
}
