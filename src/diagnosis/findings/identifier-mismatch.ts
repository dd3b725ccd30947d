import { nearMiss, nearMissWords } from '../near-miss.js';
import { nameCertificate, namesOf } from '../words.js';
import type { Rule } from './rule.js';

/** No presented identifier covers the name that was asked for. */
export const identifierMismatch: Rule = {
  code: 'identifier-mismatch',
  severity: 'critical',
  citations: ['RFC 9525 §6', 'RFC 9110 §4.3.4'],
  check({ evidence, leaf, judge, isExpected }) {
    if (leaf === null || judge.covers(leaf)) return null;
    const { host, hostKind } = evidence.target;
    const near = hostKind === 'ip' ? null : nearMiss(leaf, host);
    const why = near === null || near.kind === 'forgotten' ? '' : `; ${nearMissWords(near, host)}`;
    const message = `${nameCertificate(leaf)} does not cover ${host}: it presents ${namesOf(leaf)}${why}`;
    return isExpected ? { message, severity: 'notice' } : { message };
  },
};
