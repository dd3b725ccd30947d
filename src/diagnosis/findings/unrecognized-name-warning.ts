import type { Rule } from './rule.js';

const UNRECOGNIZED_NAME = 112;

/** The right certificate, with a warning that the name is not known: clients that end on any alert fail. */
export const unrecognizedNameWarning: Rule = {
  code: 'unrecognized-name-warning',
  severity: 'warning',
  citations: ['RFC 6066 §3'],
  check({ evidence, control, leaf, judge }) {
    if (control === null || leaf === null || judge.standing(leaf) !== 'right') return null;
    if (!control.warningAlerts.some(({ code }) => code === UNRECOGNIZED_NAME)) return null;
    return {
      message: `the right certificate comes with a warning alert unrecognized_name: the server has no entry for ${evidence.target.host}, and strict clients (Java among them) end the connection`,
    };
  },
};
