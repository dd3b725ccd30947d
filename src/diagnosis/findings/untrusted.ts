import type { Certificate } from '../../model/certificate.js';
import { isSelfIssued } from '../../x509/path.js';
import { nameCertificate } from '../words.js';
import type { Rule } from './rule.js';
import { trustFails } from './trust.js';

/** The certification path ends in a root that is no trust anchor, or breaks a rule above the end-entity certificate. */
export const untrusted: Rule = {
  code: 'untrusted',
  severity: 'critical',
  citations: ['RFC 5280 §6.1'],
  check({ evidence, endpoint, leaf, certificateList, isExpected }) {
    if (leaf === null || endpoint.trust.trusted !== false) return null;
    const fails = trustFails(endpoint.trust.reason);
    const hasRoot = certificateList.slice(1).some(isSelfIssued);
    if (fails === 'self-signed' || (fails === 'no-issuer' && !hasRoot)) return null;
    const where = fails === 'dates' ? outOfDate(certificateList, evidence.now) : unknownRoot(certificateList);
    const anchors = endpoint.trust.anchors === null ? '' : ` (anchors: ${endpoint.trust.anchors})`;
    const message = `${nameCertificate(leaf)} is not trusted${where}; OpenSSL says ${endpoint.trust.reason ?? 'no'}${anchors}`;
    return isExpected ? { message, severity: 'notice' } : { message };
  },
};

function unknownRoot(certificateList: readonly Certificate[]): string {
  const root = certificateList.slice(1).find(isSelfIssued);
  return root === undefined ? '' : `: its path ends in ${nameCertificate(root)}, which is no trust anchor`;
}

/** The verdict leaves the end-entity's dates to other rules: what is out of date stands above it. */
function outOfDate(certificateList: readonly Certificate[], now: Date): string {
  for (const each of certificateList.slice(1)) {
    const { notBefore, notAfter } = each;
    if (notAfter !== null && Date.parse(notAfter) < now.getTime()) {
      return `: ${nameCertificate(each)}, sent with it, expired on ${notAfter}`;
    }
    if (notBefore !== null && Date.parse(notBefore) > now.getTime()) {
      return `: ${nameCertificate(each)}, sent with it, is valid only from ${notBefore}`;
    }
  }
  return ': an issuer of its path is out of date';
}
