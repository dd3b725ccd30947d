import type { Cause } from '../model/diagnosis.js';
import type { Reply } from '../model/selection.js';
import type { Conclusion } from './causes-at.js';
import { type Clues, control } from './hypotheses/clues.js';
import { predict, statesThatFit } from './hypotheses/predict.js';
import { type Candidate, groupByName, standing } from './hypotheses/stand.js';
import type { AskableName } from './names.js';

/**
 * Whether asking for this name could separate what still stands: some answer that a standing machine would give leaves
 * fewer causes than now.
 *
 * @param calibrated the clues as they would be read if an acknowledgement turned out to mean a match; null where it cannot
 */
export function couldSeparate(asked: AskableName, conclusion: Conclusion, calibrated: Clues | null): boolean {
  const { candidates, causes } = conclusion;
  if (conclusion.clues === null) return false;
  // Where every answer was a failure, one certificate changes what is at fault.
  if (conclusion.clues.clues.every(({ answer }) => answer.kind !== 'certificate'))
    return asked.probe !== 'certificate-name';
  if (causes.length < 2) return false;
  const groups = causesByAnswer(asked, candidates, withName(conclusion.clues, asked));
  if ([...groups.values()].some((group) => leavesFewer(group, causes))) return true;
  if (calibrated === null) return false;
  const clues = withName(calibrated, asked);
  const matching = causesByAnswer(asked, standing(clues), clues, true);
  return [...matching.values()].some((group) => leavesFewer(group, causes));
}

function leavesFewer(group: ReadonlySet<Cause>, causes: readonly Cause[]): boolean {
  return causes.some((cause) => !group.has(cause));
}

function withName(clues: Clues, { name, isRandom }: AskableName): Clues {
  return isRandom && name !== null ? { ...clues, random: [...clues.random, name] } : clues;
}

/** `matched`: only answers of a name row that would be acknowledged. */
function causesByAnswer(
  { name }: AskableName,
  candidates: readonly Candidate[],
  clues: Clues,
  matched = false,
): ReadonlyMap<string, ReadonlySet<Cause>> {
  const known = groupByName(clues).get(name) ?? [];
  const byAnswer = new Map<string, Set<Cause>>();
  for (const { frame, causes } of candidates) {
    for (const state of statesThatFit(frame, name, known, clues)) {
      const { reply, matchedName } = predict(frame, state, control(name));
      if (matched && (!matchedName || reply.kind !== 'certificate')) continue;
      const key = replyKey(reply);
      const group = byAnswer.get(key) ?? new Set();
      for (const cause of causes) group.add(cause);
      byAnswer.set(key, group);
    }
  }
  return byAnswer;
}

function replyKey(reply: Reply): string {
  if (reply.kind === 'certificate') return `${reply.certificate.replace(/^minted:.*/, 'minted')} ${reply.signature}`;
  return reply.kind === 'alert' ? `alert ${reply.code}` : reply.kind;
}
