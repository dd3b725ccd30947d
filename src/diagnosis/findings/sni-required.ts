import { isSilent } from '../answers.js';
import { control as controlHello } from '../hypotheses/clues.js';
import { questionKey } from '../questions.js';
import { answerText } from '../words.js';
import type { Rule } from './rule.js';

/** The name is served, and a client without a name gets nothing. That is allowed; health checks stumble over it. */
export const sniRequired: Rule = {
  code: 'sni-required',
  severity: 'notice',
  citations: ['RFC 6066 §3', 'RFC 8446 §9.2'],
  check({ evidence, view, control, leaf, judge }) {
    // Where the name itself is refused, the missing name is not the reason.
    if (control?.probe !== 'target-name' || leaf === null || view.limited || judge.standing(leaf) !== 'right')
      return null;
    const samples = view.all.get(questionKey(controlHello(null)))?.samples ?? [];
    const answer = samples.at(-1)?.answer;
    if (answer === undefined || samples.some((sample) => sample.answer.kind === 'certificate')) return null;
    // One lost connection is no refusal.
    if (samples.length < 2 && isSilent(answer)) return null;
    return {
      message: `a client that sends no server name gets ${answerText(answer, evidence.certificates)}: old clients and health checks without SNI fail here`,
    };
  },
};
