import type { Certificate } from '../model/certificate.js';
import type { TargetEvidence } from '../model/evidence.js';
import type { Finding } from '../model/finding.js';
import { type Judge, judgeFor, type Standing } from './right.js';
import { type EndpointView, type Settled, viewEndpoint } from './view.js';

/** Two answers to one question mean something once the question was put this often. */
export const LEAST_SAMPLES = 6;

/** A target's evidence, put in order: what every step of the diagnosis looks at. */
export interface Case {
  readonly evidence: TargetEvidence;
  readonly judge: Judge;
  /** In the order of `TargetEvidence.endpoints`. */
  readonly views: readonly EndpointView[];
  /** Codes of the critical findings, by address; the key null holds the target's own. */
  readonly critical: ReadonlyMap<string | null, ReadonlySet<string>>;
}

export function caseOf(evidence: TargetEvidence, findings: readonly Finding[], samples = LEAST_SAMPLES): Case {
  const critical = new Map<string | null, Set<string>>();
  for (const { code, severity, address, accepted } of findings) {
    if (severity !== 'critical' || accepted !== null) continue;
    critical.set(address, (critical.get(address) ?? new Set()).add(code));
  }
  return {
    evidence,
    judge: judgeFor(evidence),
    views: evidence.endpoints.map((endpoint) => viewEndpoint(endpoint, samples)),
    critical,
  };
}

/** The certificate that the target's name was last served here; null when it was served none. */
export function leafOf(one: Case, view: EndpointView): Certificate | null {
  const answer = view.control?.answer;
  return answer?.kind === 'certificate' ? (one.evidence.certificates.get(answer.certificate) ?? null) : null;
}

/** What an endpoint serves for the target's name is what should be served there. */
export function servesRight(one: Case, view: EndpointView): boolean {
  const leaf = leafOf(one, view);
  const answer = view.control?.answer;
  if (leaf === null || answer?.kind !== 'certificate' || answer.signature === 'fails') return false;
  return one.judge.standing(leaf) === 'right';
}

/** The answer to the target's name with only one key type acceptable, or in other versions; null when not asked. */
export function variantOf(
  view: EndpointView,
  probe: { keyTypes: 'rsa' | 'ecdsa' | 'any'; versions: 'current' | 'tls12' | 'legacy' },
): Settled | null {
  const name = view.control?.series.asked.serverName;
  if (name === undefined) return null;
  for (const one of view.settled.values()) {
    const { serverName, keyTypes, versions } = one.series.asked;
    if (serverName === name && keyTypes === probe.keyTypes && versions === probe.versions) return one;
  }
  return null;
}

/** How the certificate of an answer stands to what should be served; null where there is none. */
export function standingOf(one: Case, settled: Settled | null): Standing | null {
  if (settled?.answer.kind !== 'certificate') return null;
  const certificate = one.evidence.certificates.get(settled.answer.certificate);
  return certificate === undefined ? null : one.judge.standing(certificate);
}
