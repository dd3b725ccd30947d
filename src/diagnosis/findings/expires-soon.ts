import { nameCertificate } from '../words.js';
import { days, daysUntil, type Rule } from './rule.js';

const DAY = 86_400_000;

/** Less than min(30 days, a third of the life) is left, or than the days the user named; critical below what is expected. */
export const expiresSoon: Rule = {
  code: 'expires-soon',
  severity: 'warning',
  citations: ['RFC 5280 §4.1.2.5'],
  check({ evidence, policy, leaf }) {
    if (leaf === null || leaf.notAfter === null || leaf.notBefore === null) return null;
    const end = Date.parse(leaf.notAfter);
    const left = end - evidence.now.getTime();
    if (left < 0) return null;
    const life = end - Date.parse(leaf.notBefore);
    const warnBelow = policy.warnDays === null ? Math.min(30 * DAY, life / 3) : policy.warnDays * DAY;
    const criticalDays = Math.max(policy.criticalDays ?? 0, evidence.target.expectation?.minDaysLeft ?? 0);
    const isCritical = left < criticalDays * DAY;
    if (!isCritical && left >= warnBelow) return null;
    const message = `${nameCertificate(leaf)} expires on ${leaf.notAfter}, in ${days(daysUntil(leaf.notAfter, evidence.now))}`;
    return { message, severity: isCritical ? 'critical' : 'warning' };
  },
};
