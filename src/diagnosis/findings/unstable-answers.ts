import { answerKey } from '../answers.js';
import { steadiness, withoutNoise } from '../series.js';
import { answerText } from '../words.js';
import type { Rule } from './rule.js';

/** One question was answered in different ways, to and fro. */
export const unstableAnswers: Rule = {
  code: 'unstable-answers',
  severity: 'warning',
  citations: ['the answers of this run'],
  check({ evidence, view }) {
    if (view.limited) return null;
    // Of the target's own name every failure counts; of the others one lost connection among several says nothing.
    const unsteady = [...view.all.values()].filter((series) => {
      const isOwn = series.asked.serverName === view.control?.series.asked.serverName;
      const samples = isOwn ? series.samples : withoutNoise(series.samples);
      return new Set(samples.map(({ answer }) => answerKey(answer))).size > 1;
    });
    const [series] = unsteady;
    if (series === undefined || (view.change === 'once' && unsteady.every((one) => steadiness(one) === 'changed-once')))
      return null;
    const counts = new Map<string, number>();
    for (const { answer } of series.samples) {
      const served = answer.kind === 'certificate' ? evidence.certificates.get(answer.certificate) : undefined;
      const until = served === undefined ? '' : ` until ${served.notAfter ?? '?'}`;
      const text = `${answerText(answer, evidence.certificates)}${until}`;
      counts.set(text, (counts.get(text) ?? 0) + 1);
    }
    const list = [...counts].map(([text, count]) => `${text} (${count} of ${series.samples.length})`).toSorted();
    return { message: `asked ${series.asked.serverName ?? 'without a name'} again and again: ${list.join(', ')}` };
  },
};
