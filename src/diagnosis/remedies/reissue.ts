import type { Cause, Remedy } from '../../model/diagnosis.js';
import { checkAgain } from '../causes/cause-text.js';
import type { Facts } from '../causes/facts.js';
import { nearMissWords } from '../near-miss.js';

/** Causes that say that a certificate of others was served: it may be the name's own, issued without the name. */
const OF_OTHERS: readonly Cause[] = [
  'fallback-certificate',
  'missing-sni-host-match',
  'wrong-certificate-bound',
  'sni-not-supported',
  'ip-binding-conflict',
];

/** The certificate served looks meant for the name, and does not cover it. */
function comesNear({ nearMiss, rightAt }: Facts, cause: Cause): boolean {
  return nearMiss !== null && rightAt.length === 0 && OF_OTHERS.includes(cause);
}

/** A certificate that comes near the name: issued again with it, nothing else has to change. */
export const reissue = {
  note: (facts: Facts, cause: Cause): string => {
    const { nearMiss, host } = facts;
    if (nearMiss === null || !comesNear(facts, cause)) return '';
    const words = nearMissWords(nearMiss, host);
    return nearMiss.kind === 'forgotten'
      ? ` Or the certificate is meant for ${host} too: ${words}.`
      : ` It may well be the right certificate all the same: ${words}.`;
  },

  /** First where the certificate cannot be meant for much else; last where it only stands beside the name. */
  before: (remedies: readonly Remedy[], facts: Facts, cause: Cause): readonly Remedy[] => {
    const { nearMiss, host } = facts;
    if (nearMiss === null || !comesNear(facts, cause)) return remedies;
    const step = `If this certificate is meant for ${host}, have it issued again with ${host} among its subjectAltNames, put it in the place of this one, and reload the server.`;
    const any = remedies.find(({ platform }) => platform === 'any');
    if (nearMiss.kind !== 'forgotten') {
      const others = remedies.filter((remedy) => remedy !== any);
      return [{ platform: 'any', steps: [step, ...(any?.steps ?? [checkAgain(facts)])] }, ...others];
    }
    if (any === undefined) return [...remedies, { platform: 'any', steps: [step, checkAgain(facts)] }];
    return remedies.map((remedy) => (remedy === any ? { platform: 'any', steps: [...any.steps, step] } : remedy));
  },
};
