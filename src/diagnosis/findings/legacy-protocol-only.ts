import type { Rule } from './rule.js';

/** Nothing newer than TLS 1.1 is spoken. */
export const legacyProtocolOnly: Rule = {
  code: 'legacy-protocol-only',
  severity: 'warning',
  citations: ['RFC 8996 §4', 'RFC 8996 §5', 'RFC 9325 §3.1.1'],
  check({ endpoint }) {
    const read = endpoint.observations.flatMap(({ protocol, attempt }) =>
      attempt > 0 && protocol !== null ? [protocol] : [],
    );
    if (read.length === 0 || read.some((protocol) => protocol === 'TLSv1.2' || protocol === 'TLSv1.3')) return null;
    return { message: `only ${[...new Set(read)].toSorted().join(' and ')} is answered: current clients refuse that` };
  },
};
