import { nameCertificate, namesOf } from '../words.js';
import type { Rule } from './rule.js';

/** No presented identifier covers the name that was asked for. */
export const identifierMismatch: Rule = {
  code: 'identifier-mismatch',
  severity: 'critical',
  citations: ['RFC 9525 §6', 'RFC 9110 §4.3.4'],
  check({ evidence, leaf, judge, isExpected }) {
    if (leaf === null || judge.covers(leaf)) return null;
    const message = `${nameCertificate(leaf)} does not cover ${evidence.target.host}: it presents ${namesOf(leaf)}`;
    return isExpected ? { message, severity: 'notice' } : { message };
  },
};
