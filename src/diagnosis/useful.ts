import type { Cause } from '../model/diagnosis.js';
import type { Reply } from '../model/selection.js';
import type { Conclusion } from './causes-at.js';
import { control } from './hypotheses/clues.js';
import { predict, statesThatFit } from './hypotheses/predict.js';
import { groupByName } from './hypotheses/stand.js';

/**
 * Whether asking for this name could separate what still stands: some answer that a standing machine would give leaves
 * fewer causes than now.
 */
export function couldSeparate(
  { name, isRandom }: { readonly name: string | null; readonly isRandom: boolean },
  conclusion: Conclusion,
): boolean {
  const { candidates, causes } = conclusion;
  if (conclusion.clues === null) return false;
  const random = isRandom && name !== null ? [name] : [];
  const clues = { ...conclusion.clues, random: new Set([...conclusion.clues.random, ...random]) };
  // Where every answer was a failure, one certificate changes what is at fault.
  if (clues.clues.every(({ answer }) => answer.kind !== 'certificate')) return true;
  if (causes.length < 2) return false;
  const known = groupByName(clues).get(name) ?? [];
  const byAnswer = new Map<string, Set<Cause>>();
  for (const { frame, causes: those } of candidates) {
    for (const state of statesThatFit(frame, name, known, clues)) {
      const key = replyKey(predict(frame, state, control(name), clues).reply);
      const group = byAnswer.get(key) ?? new Set();
      for (const cause of those) group.add(cause);
      byAnswer.set(key, group);
    }
  }
  return [...byAnswer.values()].some((group) => causes.some((cause) => !group.has(cause)));
}

function replyKey(reply: Reply): string {
  if (reply.kind === 'certificate') return `${reply.certificate.replace(/^minted:.*/, 'minted')} ${reply.signature}`;
  return reply.kind === 'alert' ? `alert ${reply.code}` : reply.kind;
}
