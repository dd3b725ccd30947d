import type { Rule } from './rule.js';

/** An answer changed once and stayed: somebody was at work there. */
export const changedDuringRun: Rule = {
  code: 'changed-during-run',
  severity: 'warning',
  citations: ['the answers of this run'],
  check({ view }) {
    if (view.change !== 'once') return null;
    return {
      message: 'the answers changed during the run and then stayed: what was seen before the change does not count',
    };
  },
};
