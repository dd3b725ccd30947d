import { answerOf } from '../answers.js';
import { askedBy } from '../questions.js';
import { answerText } from '../words.js';
import type { Rule } from './rule.js';

/** The name is served, and a client without a name gets nothing. That is allowed; health checks stumble over it. */
export const sniRequired: Rule = {
  code: 'sni-required',
  severity: 'notice',
  citations: ['RFC 6066 §3', 'RFC 8446 §9.2'],
  check({ evidence, endpoint, view, control, leaf, judge }) {
    // Where the name itself is refused, the missing name is not the reason.
    if (control?.probe !== 'target-name' || leaf === null || view.limited || judge.standing(leaf) !== 'right')
      return null;
    const without = endpoint.observations.findLast(
      (one) => one.attempt > 0 && askedBy(one)?.serverName === null && one.probe === 'no-name',
    );
    const answer = without === undefined ? null : answerOf(without);
    if (answer === null || answer.kind === 'certificate') return null;
    return {
      message: `a client that sends no server name gets ${answerText(answer, evidence.certificates)}: old clients and health checks without SNI fail here`,
    };
  },
};
