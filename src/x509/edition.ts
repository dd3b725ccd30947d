import type { Certificate, Relation } from '../model/certificate.js';
import { sameBytes } from './digest.js';

/**
 * How the served certificate stands to the expected one. *Editions* have one identity: the same set of names (dNSName and
 * iPAddress; without any, the same subject) and the same key type. Which is later is said by notBefore, then by notAfter;
 * two editions with the same dates cannot be told apart and are `other`, as is anything whose dates or key are unreadable.
 */
export function relate(served: Certificate, expected: Certificate): Relation {
  if (served.sha256 === expected.sha256) return 'same';
  if (!sameIdentity(served, expected)) return 'other';
  const order = compareDates(served, expected);
  return order === 0 ? 'other' : order > 0 ? 'later-edition' : 'earlier-edition';
}

/** Whether two certificates are editions of one identity, dates aside. */
export function sameIdentity(a: Certificate, b: Certificate): boolean {
  if (a.keyType === null || a.keyType !== b.keyType) return false;
  const names = namesOf(a);
  const others = namesOf(b);
  if (names.size === 0 && others.size === 0) {
    return a.subjectDer !== null && b.subjectDer !== null && sameBytes(a.subjectDer, b.subjectDer);
  }
  if (names.size !== others.size) return false;
  for (const name of names) if (!others.has(name)) return false;
  return true;
}

function namesOf(certificate: Certificate): ReadonlySet<string> {
  return new Set([...certificate.dnsNames, ...certificate.ipAddresses]);
}

/** Below zero when `a` is the earlier one; zero when it cannot be said. */
function compareDates(a: Certificate, b: Certificate): number {
  if (a.notBefore === null || b.notBefore === null || a.notAfter === null || b.notAfter === null) return 0;
  return compare(a.notBefore, b.notBefore) || compare(a.notAfter, b.notAfter);
}

/** ISO 8601 in UTC to the second sorts as text. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
