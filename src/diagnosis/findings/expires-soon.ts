import type { Certificate } from '../../model/certificate.js';
import { nameCertificate } from '../words.js';
import { days, daysUntil, listOf, type Rule, type Scene, type Verdict } from './rule.js';

const DAY = 86_400_000;

/** Less than min(30 days, a third of the life) is left, or than the days the user named; critical below what is expected. */
export const expiresSoon: Rule = {
  code: 'expires-soon',
  severity: 'warning',
  citations: ['RFC 5280 §4.1.2.5'],
  check(scene) {
    const { evidence, endpoint, leaf } = scene;
    if (leaf === null) return null;
    // Clients of the other key type are served a certificate of its own, which is renewed by itself.
    const others = endpoint.observations.flatMap(({ probe, certificates }) =>
      probe === 'rsa-only' || probe === 'ecdsa-only' ? listOf(evidence, certificates.slice(0, 1)) : [],
    );
    for (const certificate of [leaf, ...others]) {
      const verdict = verdictOn(certificate, scene);
      if (verdict !== null) return verdict;
    }
    return null;
  },
};

function verdictOn(certificate: Certificate, { evidence, policy, leaf }: Scene): Verdict | null {
  const { notBefore, notAfter } = certificate;
  if (notAfter === null || notBefore === null) return null;
  const end = Date.parse(notAfter);
  const left = end - evidence.now.getTime();
  if (left < 0) return null;
  const life = end - Date.parse(notBefore);
  const warnBelow = policy.warnDays === null ? Math.min(30 * DAY, life / 3) : policy.warnDays * DAY;
  const criticalDays = Math.max(policy.criticalDays ?? 0, evidence.target.expectation?.minDaysLeft ?? 0);
  const isCritical = left < criticalDays * DAY;
  if (!isCritical && left >= warnBelow) return null;
  const clients =
    certificate.sha256 === leaf?.sha256
      ? ''
      : `, served to clients of ${certificate.keyType ?? 'another key type'} alone,`;
  const message = `${nameCertificate(certificate)}${clients} expires on ${notAfter}, in ${days(daysUntil(notAfter, evidence.now))}`;
  return { message, severity: isCritical ? 'critical' : 'warning' };
}
