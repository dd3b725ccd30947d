import { nameCertificate } from '../words.js';
import type { Rule } from './rule.js';

/** Certificates were expected, and this is none of them. */
export const unexpectedCertificate: Rule = {
  code: 'unexpected-certificate',
  severity: 'critical',
  citations: ['the expectation given'],
  check({ evidence, leaf, judge }) {
    if (leaf === null || !judge.explicit || judge.standing(leaf) === 'right') return null;
    const expected = (evidence.target.expectation?.certificates ?? []).map(
      ({ digest, source }) => `${digest.hex} (${source})`,
    );
    return {
      message: `served ${nameCertificate(leaf)} with fingerprint ${leaf.sha256}, expected ${expected.join(' or ')}`,
    };
  },
};
