import { weakKey as weaknessOf } from '../../x509/weakness.js';
import { nameCertificate } from '../words.js';
import type { Rule } from './rule.js';

/** A key of the certificates sent is too short or of a kind no longer in use. */
export const weakKey: Rule = {
  code: 'weak-key',
  severity: 'warning',
  citations: ['CA/B Forum Baseline Requirements §6.1.5', 'NIST SP 800-131A rev. 2 §3'],
  check({ certificateList }) {
    for (const certificate of certificateList) {
      const weakness = weaknessOf(certificate);
      if (weakness !== null) return { message: `${nameCertificate(certificate)} has ${weakness.what}` };
    }
    return null;
  },
};
