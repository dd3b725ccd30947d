import { nameCertificate } from '../words.js';
import { days, type Rule } from './rule.js';

/** The end-entity certificate's notAfter is past. */
export const expired: Rule = {
  code: 'expired',
  severity: 'critical',
  citations: ['RFC 5280 §4.1.2.5', 'RFC 5280 §6.1.3 (a)(2)'],
  check({ evidence, leaf }) {
    if (leaf === null || leaf.notAfter === null || Date.parse(leaf.notAfter) >= evidence.now.getTime()) return null;
    const ago = Math.floor((evidence.now.getTime() - Date.parse(leaf.notAfter)) / 86_400_000);
    return { message: `${nameCertificate(leaf)} expired on ${leaf.notAfter}, ${days(ago)} ago` };
  },
};
