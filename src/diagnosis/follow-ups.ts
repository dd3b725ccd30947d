import type { FollowUp, TargetEvidence } from '../model/evidence.js';
import type { Finding } from '../model/finding.js';
import type { Probe } from '../model/question.js';
import { caseOf, LEAST_SAMPLES } from './case.js';
import { planAt } from './plan-at.js';

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
 * A batch is put in its order, endpoint by endpoint; its answers are evidence for the next call. Nothing is asked
 * where nothing is wrong.
 */
export function followUps(
  evidence: TargetEvidence,
  findings: readonly Finding[],
  probes: readonly Probe[],
  options: FollowUpOptions,
): readonly FollowUp[] {
  const samples = Math.max(options.samples, LEAST_SAMPLES);
  const one = caseOf(evidence, findings, samples);
  const available = probes.filter(
    ({ id }) => (options.unknownSibling || id !== 'unknown-sibling') && (options.keyTypes || !KEY_TYPES.includes(id)),
  );
  return one.views.flatMap((view, endpoint) =>
    planAt(one, view, new Set(available.map(({ id }) => id)), samples).map((wish) => ({ ...wish, endpoint })),
  );
}

const KEY_TYPES: readonly string[] = ['rsa-only', 'ecdsa-only'];
