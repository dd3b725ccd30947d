import type { TargetEvidence } from '../model/evidence.js';
import type { Finding } from '../model/finding.js';
import type { Policy } from './policy.js';

/** What is wrong, or worth saying, at each endpoint: cited judgements, in a stable order. Never throws. */
export function examine(_evidence: TargetEvidence, _policy: Policy): readonly Finding[] {
  return [];
}
