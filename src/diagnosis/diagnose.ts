import type { Diagnosis } from '../model/diagnosis.js';
import type { TargetEvidence } from '../model/evidence.js';
import type { Finding } from '../model/finding.js';
import type { Status } from '../model/report.js';
import { DEFAULT_POLICY, type Policy } from './policy.js';

export interface EndpointVerdict {
  readonly status: Status;
  readonly diagnosis: Diagnosis | null;
}

/** The verdict on a target and on each of its endpoints, in the order of `TargetEvidence.endpoints`. */
export interface TargetVerdict extends EndpointVerdict {
  readonly endpoints: readonly EndpointVerdict[];
}

/** What explains the answers, and how sure that is. Pure; the same for any order of the same evidence. */
export function diagnose(
  evidence: TargetEvidence,
  _findings: readonly Finding[],
  _policy: Policy = DEFAULT_POLICY,
): TargetVerdict {
  return {
    status: 'ok',
    diagnosis: null,
    endpoints: evidence.endpoints.map(() => ({ status: 'ok', diagnosis: null })),
  };
}
