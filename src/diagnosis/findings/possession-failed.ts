import { nameCertificate } from '../words.js';
import type { Rule } from './rule.js';

/** The handshake signature does not verify with the certificate's key. */
export const possessionFailed: Rule = {
  code: 'possession-failed',
  severity: 'critical',
  citations: ['RFC 8446 §4.4.3', 'RFC 5246 §7.4.3'],
  check({ control, leaf }) {
    if (control === null || leaf === null || control.possession !== 'failed') return null;
    const why = control.possessionReason === null ? '' : ` (${control.possessionReason})`;
    return {
      message: `the handshake signature does not verify with the key of ${nameCertificate(leaf)}${why}: certificate and private key do not belong together`,
    };
  },
};
