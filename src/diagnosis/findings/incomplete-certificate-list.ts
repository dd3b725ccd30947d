import { followPath } from '../../x509/path.js';
import { nameCertificate, quote } from '../words.js';
import type { Rule } from './rule.js';
import { trustFails } from './trust.js';

/** The last certificate of the path that was sent is not self-issued, and its issuer is no anchor. */
export const incompleteCertificateList: Rule = {
  code: 'incomplete-certificate-list',
  severity: 'critical',
  citations: ['RFC 8446 §4.4.2', 'RFC 5246 §7.4.2'],
  check({ endpoint, leaf, certificateList, isExpected }) {
    if (leaf === null || endpoint.trust.trusted !== false || trustFails(endpoint.trust.reason) !== 'no-issuer')
      return null;
    const { end, path, missingIssuer } = followPath(certificateList);
    const last = path.at(-1);
    if (end !== 'open' || last === undefined) return null;
    const message = `${nameCertificate(last)} was issued by ${quote(missingIssuer)}, which was not sent and is no trust anchor: either the server omits an intermediate certificate, or the issuer is a private one`;
    return isExpected ? { message, severity: 'notice' } : { message };
  },
};
