import { isOrdered } from '../../x509/path.js';
import type { Rule } from './rule.js';

/** A certificate of the list does not certify the one before it. Current clients sort; old ones do not. */
export const disorderedCertificateList: Rule = {
  code: 'disordered-certificate-list',
  severity: 'notice',
  citations: ['RFC 5246 §7.4.2', 'RFC 8446 §4.4.2'],
  check({ certificateList }) {
    if (certificateList.length < 2 || isOrdered(certificateList)) return null;
    return {
      message: `the ${certificateList.length} certificates sent are not in order: each should certify the one before it`,
    };
  },
};
