import { sameIdentity } from '../../x509/edition.js';
import { nameCertificate } from '../words.js';
import { listOf, type Rule } from './rule.js';

/** The name is served well, and clients without a name are still served an earlier edition: it was renewed in one place only. */
export const fallbackOutdated: Rule = {
  code: 'fallback-outdated',
  severity: 'warning',
  citations: ['facts: Microsoft, AD FS SSO troubleshooting (the 0.0.0.0 fallback is not updated with the SNI row)'],
  check({ evidence, endpoint, leaf, judge, view }) {
    if (leaf === null || judge.standing(leaf) !== 'right') return null;
    // Where machines differ, the question without a name may have met another one.
    if (view.change !== 'none') return null;
    const without = endpoint.observations.findLast(
      ({ probe, certificates, serverName }) => probe === 'no-name' && serverName === null && certificates.length > 0,
    );
    const fallback = listOf(evidence, without?.certificates.slice(0, 1) ?? [])[0];
    if (fallback === undefined || fallback.sha256 === leaf.sha256 || judge.standing(fallback) === 'right') {
      if (fallback === undefined || fallback.sha256 === leaf.sha256 || judge.explicit) return null;
    }
    if (!sameIdentity(fallback, leaf)) return null;
    if (fallback.notBefore === null || leaf.notBefore === null || fallback.notBefore >= leaf.notBefore) return null;
    return {
      message: `clients that send no server name are served an earlier edition: ${nameCertificate(fallback)} until ${fallback.notAfter ?? '?'}, instead of until ${leaf.notAfter ?? '?'}`,
    };
  },
};
