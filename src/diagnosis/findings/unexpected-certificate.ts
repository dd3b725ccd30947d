import { contradictionsOf } from '../../x509/satisfies.js';
import { nameCertificate } from '../words.js';
import type { Rule } from './rule.js';

/** Something was expected of the certificate, besides covering the name, and this one contradicts it. */
export const unexpectedCertificate: Rule = {
  code: 'unexpected-certificate',
  severity: 'critical',
  citations: ['the expectation given'],
  check({ evidence, leaf }) {
    const { expectation } = evidence.target;
    if (leaf === null || expectation === null) return null;
    const [...contradictions] = contradictionsOf(leaf, { ...expectation, certificates: [] });
    const { certificates } = expectation;
    if (contradictionsOf(leaf, expectation).length > contradictions.length) {
      const expected = certificates.map(({ digest, source }) => `${digest.hex} (${source})`);
      contradictions.unshift(
        `served ${nameCertificate(leaf)} with fingerprint ${leaf.sha256}, expected ${expected.join(' or ')}`,
      );
    } else if (contradictions.length > 0) {
      contradictions.unshift(`served ${nameCertificate(leaf)}`);
    }
    return contradictions.length === 0 ? null : { message: contradictions.join('; ') };
  },
};
