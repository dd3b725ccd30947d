import { isSelfIssued } from '../../x509/path.js';
import { nameCertificate } from '../words.js';
import type { Rule } from './rule.js';
import { trustFails } from './trust.js';

/** The certification path ends in a root that is no trust anchor, or breaks a rule above the end-entity certificate. */
export const untrusted: Rule = {
  code: 'untrusted',
  severity: 'critical',
  citations: ['RFC 5280 §6.1'],
  check({ endpoint, leaf, certificateList, isExpected }) {
    if (leaf === null || endpoint.trust.trusted !== false) return null;
    const fails = trustFails(endpoint.trust.reason);
    const hasRoot = certificateList.slice(1).some(isSelfIssued);
    if (fails === 'self-signed' || fails === 'dates' || (fails === 'no-issuer' && !hasRoot)) return null;
    const root = certificateList.slice(1).find(isSelfIssued);
    const where = root === undefined ? '' : `: its path ends in ${nameCertificate(root)}, which is no trust anchor`;
    const anchors = endpoint.trust.anchors === null ? '' : ` (anchors: ${endpoint.trust.anchors})`;
    const message = `${nameCertificate(leaf)} is not trusted${where}; OpenSSL says ${endpoint.trust.reason ?? 'no'}${anchors}`;
    return isExpected ? { message, severity: 'notice' } : { message };
  },
};
