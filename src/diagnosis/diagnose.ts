import type { Diagnosis } from '../model/diagnosis.js';
import type { TargetEvidence } from '../model/evidence.js';
import type { Finding } from '../model/finding.js';
import { STATUSES, type Status, worstStatus } from '../model/report.js';
import { type Case, caseOf } from './case.js';
import { type Conclusion, concludeAt } from './causes-at.js';
import { DEFAULT_POLICY, type Policy } from './policy.js';
import { rank } from './rank.js';
import { tell } from './tell.js';
import type { EndpointView } from './view.js';

export interface EndpointVerdict {
  readonly status: Status;
  readonly diagnosis: Diagnosis | null;
}

/** The verdict on a target and on each of its endpoints, in the order of `TargetEvidence.endpoints`. */
export interface TargetVerdict extends EndpointVerdict {
  readonly endpoints: readonly EndpointVerdict[];
}

/** What explains the answers, and how sure that is. Pure; the same for any order of the same evidence. Never throws. */
export function diagnose(
  evidence: TargetEvidence,
  findings: readonly Finding[],
  policy: Policy = DEFAULT_POLICY,
): TargetVerdict {
  const one = caseOf(evidence, findings);
  const endpoints = one.views.map((view) => verdictAt(one, view, findings, policy));
  if (endpoints.length === 0) return { status: statusOfUnresolved(policy), diagnosis: null, endpoints };
  const ofTarget = worstStatus(findings.filter(({ address }) => address === null).map(statusOfFinding));
  const ranked = evidence.endpoints
    .map(({ endpoint }, index) => ({ address: endpoint.address, verdict: endpoints[index] }))
    .flatMap(({ address, verdict }) => (verdict === undefined ? [] : [{ address, verdict }]))
    .toSorted(
      (a, b) =>
        weight(a.verdict.status) - weight(b.verdict.status) ||
        Number(a.verdict.diagnosis === null) - Number(b.verdict.diagnosis === null) ||
        (a.address < b.address ? -1 : Number(a.address > b.address)),
    );
  const [first] = ranked;
  const everySkipped = one.views.every(({ reach }) => reach === 'skipped');
  return {
    status: worstStatus([first?.verdict.status ?? 'unknown', ofTarget, everySkipped ? 'unknown' : 'ok']),
    diagnosis: first?.verdict.diagnosis ?? null,
    endpoints,
  };
}

function verdictAt(one: Case, view: EndpointView, findings: readonly Finding[], policy: Policy): EndpointVerdict {
  const { address } = view.evidence.endpoint;
  const found = worstStatus(findings.filter((finding) => finding.address === address).map(statusOfFinding));
  const conclusion = concludeAt(one, view);
  switch (conclusion.kind) {
    case 'fine':
      return { status: isCutShort(view) ? worstStatus(['unknown', found]) : found, diagnosis: null };
    case 'skipped': {
      // A family without a route is left out; whatever else was not asked (the run was ended) is not known.
      const leftOut = view.first?.reason === 'no-route-for-family' && !policy.requireIpv6;
      return { status: leftOut ? found : worstStatus(['unknown', found]), diagnosis: null };
    }
    case 'limited':
      // What was served before it stopped answering is told by the findings; it is not known what is served now.
      return { status: 'unknown', diagnosis: null };
    case 'fault':
      return verdictOnFault(one, view, conclusion, found, policy);
  }
}

/** The run was ended before everything was asked: what was seen is well, and what was not seen is not known. */
function isCutShort({ evidence }: EndpointView): boolean {
  return evidence.trust.reason === 'aborted' || evidence.observations.some(({ reason }) => reason === 'aborted');
}

function verdictOnFault(
  one: Case,
  view: EndpointView,
  conclusion: Conclusion,
  found: Status,
  policy: Policy,
): EndpointVerdict {
  const ranking = rank(one, view, conclusion);
  const diagnosis = tell(one, view, ranking, policy);
  switch (ranking.lead) {
    case 'unreachable':
      return { status: policy.unreachable === 'ignore' ? found : worstStatus([policy.unreachable, found]), diagnosis };
    case 'unexplained':
      return { status: worstStatus(['unknown', found]), diagnosis };
    case 'renewed-certificate':
      return { status: worstStatus(['warning', found]), diagnosis };
    case 'stale-certificate':
      return { status: worstStatus([one.judge.explicit ? 'critical' : 'warning', found]), diagnosis };
    default:
      return { status: 'critical', diagnosis };
  }
}

function statusOfUnresolved({ unreachable }: Policy): Status {
  return unreachable === 'critical' ? 'critical' : 'unknown';
}

function statusOfFinding({ severity, accepted }: Finding): Status {
  return accepted !== null || severity === 'notice' ? 'ok' : severity;
}

function weight(status: Status): number {
  return STATUSES.indexOf(status);
}
