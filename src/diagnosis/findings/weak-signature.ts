import { weakSignature as weaknessOf } from '../../x509/weakness.js';
import { nameCertificate } from '../words.js';
import type { Rule } from './rule.js';

/** A certificate sent is signed over a broken hash. A self-issued one's own signature protects nothing and is never weak. */
export const weakSignature: Rule = {
  code: 'weak-signature',
  severity: 'warning',
  citations: ['CA/B Forum Baseline Requirements §7.1.3.2', 'RFC 8446 §4.4.2.2', 'RFC 6151 §2'],
  check({ certificateList }) {
    for (const certificate of certificateList) {
      const weakness = weaknessOf(certificate);
      if (weakness !== null) return { message: `${nameCertificate(certificate)} has ${weakness.what}` };
    }
    return null;
  },
};
