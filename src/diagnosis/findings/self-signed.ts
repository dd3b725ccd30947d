import { nameCertificate } from '../words.js';
import type { Rule } from './rule.js';
import { trustFails } from './trust.js';

/** The end-entity certificate signed itself, and it is no trust anchor. */
export const selfSigned: Rule = {
  code: 'self-signed',
  severity: 'critical',
  citations: ['RFC 5280 §3.2', 'RFC 5280 §6.1'],
  check({ endpoint, leaf, isExpected }) {
    if (leaf === null || endpoint.trust.trusted !== false) return null;
    if (leaf.selfSigned !== true && trustFails(endpoint.trust.reason) !== 'self-signed') return null;
    const message = `${nameCertificate(leaf)} is self-signed and no trust anchor`;
    return isExpected ? { message, severity: 'notice' } : { message };
  },
};
