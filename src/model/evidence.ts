import type { CertificateStore } from './certificate.js';
import type { Observation } from './observation.js';
import type { HttpAnswer, Resolution, TrustVerdict } from './report.js';
import type { Endpoint, Target } from './target.js';

/** What another name of the run is served at the same endpoint. */
export interface NeighbourAnswer {
  readonly host: string;
  /** Its control observation there. */
  readonly observation: Observation;
  /** Whether that satisfies the neighbour's own expectation. */
  readonly satisfied: boolean;
}

/** Beyond the window neighbours are counted, not kept: at most 64 fingerprints an address. */
export interface NeighbourSummary {
  readonly fingerprints: Readonly<Record<string, number>>;
  readonly truncated: boolean;
}

export interface EndpointEvidence {
  readonly endpoint: Endpoint;
  /** In the order in which they were put (`at`); shared answers included. */
  readonly observations: readonly Observation[];
  readonly neighbours: readonly NeighbourAnswer[];
  readonly neighbourSummary: NeighbourSummary | null;
  readonly trust: TrustVerdict;
  readonly http: HttpAnswer | null;
  /** The list that the finished trust handshake was served, as fingerprints; null when it did not finish. */
  readonly trustCertificates: readonly string[] | null;
}

/** Everything that examine and diagnose may know of one target. Plain data. */
export interface TargetEvidence {
  readonly target: Target;
  readonly resolution: Resolution;
  readonly endpoints: readonly EndpointEvidence[];
  readonly certificates: CertificateStore;
  readonly now: Date;
}

/** A question that could separate what still stands. The engine puts it; it does not know why. */
export interface FollowUp {
  /** Probe id. */
  readonly probe: string;
  /** Index into `TargetEvidence.endpoints`. */
  readonly endpoint: number;
  /** For probes whose `name` is `given`. */
  readonly givenName: string | null;
  /** Milliseconds that must have passed since the last question to that endpoint (the sandwich: 1000). */
  readonly gapMs: number;
  /** Which hypotheses it separates, for the transcript. */
  readonly why: string;
}
