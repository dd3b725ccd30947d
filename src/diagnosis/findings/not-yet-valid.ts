import { nameCertificate } from '../words.js';
import type { Rule } from './rule.js';

/** The end-entity certificate's notBefore is still to come. */
export const notYetValid: Rule = {
  code: 'not-yet-valid',
  severity: 'critical',
  citations: ['RFC 5280 §4.1.2.5', 'RFC 5280 §6.1.3 (a)(2)'],
  check({ evidence, leaf }) {
    if (leaf === null || leaf.notBefore === null || Date.parse(leaf.notBefore) <= evidence.now.getTime()) return null;
    return {
      message: `${nameCertificate(leaf)} is valid only from ${leaf.notBefore}; it is now ${evidence.now.toISOString()}. If that time is wrong, set this machine's clock`,
    };
  },
};
