import type { FollowUp, TargetEvidence } from '../model/evidence.js';
import type { Finding } from '../model/finding.js';
import type { Probe } from '../model/question.js';

export interface FollowUpOptions {
  /** How often a question is put when its answers differ. */
  readonly samples: number;
  /** False: no random label beside the target (an on-demand issuer might try to issue). */
  readonly unknownSibling: boolean;
  /** False: no questions by key type. */
  readonly keyTypes: boolean;
}

/**
 * The next batch of questions that could separate what still stands; empty: there is nothing left to ask.
 * A batch is put in its order, endpoint by endpoint; its answers are evidence for the next call.
 */
export function followUps(
  _evidence: TargetEvidence,
  _findings: readonly Finding[],
  _probes: readonly Probe[],
  _options: FollowUpOptions,
): readonly FollowUp[] {
  return [];
}
