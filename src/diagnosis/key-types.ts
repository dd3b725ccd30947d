import type { Certificate } from '../model/certificate.js';
import { type Case, leafOf, variantOf } from './case.js';
import type { EndpointView } from './view.js';

const DAY = 86_400_000;

/** What clients of one key type alone are served instead, where that is another edition or identity; null where nothing differs. */
export function otherKeyType(one: Case, view: EndpointView): Certificate | null {
  const leaf = leafOf(one, view);
  if (leaf === null) return null;
  for (const keyTypes of ['rsa', 'ecdsa'] as const) {
    const answer = variantOf(view, { keyTypes, versions: 'current' })?.answer;
    if (answer?.kind !== 'certificate' || answer.certificate === leaf.sha256) continue;
    const other = one.evidence.certificates.get(answer.certificate);
    if (other !== undefined && differs(one, leaf, other)) return other;
  }
  return null;
}

/**
 * One is right and the other is not, both are and one is out of date, or they are different editions of the right one. That
 * only one certificate was named, and its companion of the other key type was not, is no difference.
 */
function differs({ judge }: Case, leaf: Certificate, other: Certificate): boolean {
  const [served, instead] = [judge.standing(leaf), judge.standing(other)];
  if (served === 'right' && instead === 'right') return judge.isInDate(leaf) !== judge.isInDate(other);
  if (served === instead) return false;
  const namedOther = judge.expected.some(({ keyType }) => keyType === other.keyType);
  return namedOther || !judge.explicit || !judge.isInDate(other) || !areCompanions(leaf, other);
}

/** The same names, issued at about the same time, for another key type. */
function areCompanions(a: Certificate, b: Certificate): boolean {
  if (a.notBefore === null || a.notAfter === null || b.notBefore === null) return false;
  const names = new Set([...a.dnsNames, ...a.ipAddresses]);
  const others = [...b.dnsNames, ...b.ipAddresses];
  if (names.size !== new Set(others).size || !others.every((name) => names.has(name))) return false;
  const life = Date.parse(a.notAfter) - Date.parse(a.notBefore);
  return Math.abs(Date.parse(a.notBefore) - Date.parse(b.notBefore)) <= Math.min(30 * DAY, life / 3);
}
