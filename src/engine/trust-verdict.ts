import type { Certificate } from '../model/certificate.js';
import type { TrustVerdict } from '../model/report.js';
import { followPath, isSelfIssued, namesIssuer } from '../x509/path.js';
import type { Anchors } from './anchors.js';

const OUT_OF_DATE = new Set(['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID']);

/**
 * Whether the path that OpenSSL linked shows that the same list was served as before. Node reports the path, not the
 * list: it leaves out certificates beside the path and adds anchors that were not sent. So every certificate of the path
 * must have been sent before or be an anchor, and the path must not stop short of an issuer that was sent before.
 */
export function isSameList(
  path: readonly Certificate[],
  list: readonly Certificate[],
  anchors: () => readonly Certificate[],
): boolean {
  const [leaf] = path;
  const last = path.at(-1);
  if (leaf === undefined || last === undefined || leaf.sha256 !== list[0]?.sha256) return false;
  const sent = new Set(list.map(({ sha256 }) => sha256));
  const strangers = path.filter(({ sha256 }) => !sent.has(sha256));
  const isAnchor = ({ sha256 }: Certificate): boolean => anchors().some((anchor) => anchor.sha256 === sha256);
  if (!strangers.every(isAnchor)) return false;
  const linked = new Set(path.map(({ sha256 }) => sha256));
  return isSelfIssued(last) || !list.some((each) => !linked.has(each.sha256) && namesIssuer(last, each));
}

/**
 * OpenSSL's word on the path, told apart from the end-entity's dates, which are a finding of ours: OpenSSL keeps the last
 * error alone, so an expired certificate hides whether its issuer is trusted. There the path is followed again without
 * the end-entity's dates: names, signatures, basicConstraints, keyCertSign, critical extensions and the dates above it.
 *
 * @param error OpenSSL's code; null when it found nothing at fault
 * @param at as of when dates are judged instead; OpenSSL itself judged them as of now
 */
export function judge(
  error: string | null,
  list: readonly Certificate[],
  anchors: Anchors,
  now: number,
  at: number | null = null,
): TrustVerdict {
  const verdict = (reason: string | null): TrustVerdict => ({
    trusted: reason === null,
    reason,
    anchors: anchors.description,
  });
  const [leaf] = list;
  if (leaf === undefined || (error === null && at === null)) return verdict(error);
  if (anchors.certificates().some(({ sha256 }) => sha256 === leaf.sha256)) return verdict(null);
  if (error === null) {
    const then = withoutDates(list, anchors.certificates(), at ?? now);
    return verdict(then !== null && OUT_OF_DATE.has(then) ? then : null);
  }
  if (!OUT_OF_DATE.has(error) || (at === null && isInDate(leaf, now))) return verdict(error);
  return verdict(withoutDates(list, anchors.certificates(), at ?? now));
}

/** OpenSSL's code for what is at fault besides the end-entity's dates; null: nothing. */
function withoutDates(list: readonly Certificate[], anchors: readonly Certificate[], now: number): string | null {
  const { path, end } = followPath(list, anchors);
  if (end === 'self-issued') return path.length === 1 ? 'DEPTH_ZERO_SELF_SIGNED_CERT' : 'SELF_SIGNED_CERT_IN_CHAIN';
  if (end === 'open')
    return path.length === 1 ? 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' : 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY';
  const [leaf, ...issuers] = path;
  if (leaf !== undefined && !servesTls(leaf)) return 'INVALID_PURPOSE';
  if (
    path.some(({ unknownCriticalExtensions }) => unknownCriticalExtensions.some((oid) => !JUDGED_BY_OPENSSL.has(oid)))
  ) {
    return 'UNHANDLED_CRITICAL_EXTENSION';
  }
  for (const issuer of issuers) {
    if (anchors.some(({ sha256 }) => sha256 === issuer.sha256)) break;
    if (issuer.isAuthority !== true) return 'INVALID_CA';
    if (issuer.keyUsages.length > 0 && !issuer.keyUsages.includes('keyCertSign')) return 'INVALID_CA';
    if (!isInDate(issuer, now)) return 'CERT_HAS_EXPIRED';
  }
  return null;
}

/**
 * Extensions that OpenSSL processes and we do not: nameConstraints, cRLDistributionPoints, certificatePolicies,
 * policyMappings, policyConstraints, inhibitAnyPolicy, nsCertType. It judges names and policies after the dates, so that
 * what is wrong with them is its last error and no date hides it.
 */
const JUDGED_BY_OPENSSL: ReadonlySet<string> = new Set([
  '2.5.29.30',
  '2.5.29.31',
  '2.5.29.32',
  '2.5.29.33',
  '2.5.29.36',
  '2.5.29.54',
  '2.16.840.1.113730.1.1',
]);

function servesTls({ extendedKeyUsages }: Certificate): boolean {
  return (
    extendedKeyUsages.length === 0 ||
    extendedKeyUsages.includes('serverAuth') ||
    extendedKeyUsages.includes('anyExtendedKeyUsage')
  );
}

function isInDate({ notBefore, notAfter }: Certificate, now: number): boolean {
  return (notBefore === null || Date.parse(notBefore) <= now) && (notAfter === null || now <= Date.parse(notAfter));
}
