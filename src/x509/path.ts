import type { Certificate } from '../model/certificate.js';
import { nameKey, sameName } from './name-key.js';
import { verifySignature } from './signature.js';

/** `unverifiable`: the names fit, the signature cannot be checked here (algorithm unknown, key above 8192 bits …). */
export type Issuance = 'issued' | 'not-issued' | 'unverifiable';

/** Signatures that one list can cost: a hundred look-alike issuers must not become a hundred verifications a certificate. */
const MAX_VERIFICATIONS = 32;

const remembered = new WeakMap<Certificate, WeakMap<Certificate, Issuance>>();

/** Whether the issuer's name is the one named and its key made the signature (RFC 5280 §6.1.3 a). Remembered per pair of objects. */
export function isIssuedBy(certificate: Certificate, issuer: Certificate): boolean {
  return issuance(certificate, issuer) === 'issued';
}

/** As {@link isIssuedBy}, telling "no" from "cannot be told". */
export function issuance(certificate: Certificate, issuer: Certificate): Issuance {
  if (!namesIssuer(certificate, issuer)) return 'not-issued';
  const known = remembered.get(certificate) ?? new WeakMap<Certificate, Issuance>();
  remembered.set(certificate, known);
  const before = known.get(issuer);
  if (before !== undefined) return before;
  const verified = verifySignature(certificate, issuer);
  const result = verified === null ? 'unverifiable' : verified ? 'issued' : 'not-issued';
  known.set(issuer, result);
  return result;
}

/** Whether the certificate names this issuer: the Names are equal, and key identifiers, where both have one. No signature. */
export function namesIssuer(certificate: Certificate, issuer: Certificate): boolean {
  if (certificate.issuerDer === null || issuer.subjectDer === null) return false;
  if (!sameName(certificate.issuerDer, issuer.subjectDer)) return false;
  const { authorityKeyIdentifier } = certificate;
  const { subjectKeyIdentifier } = issuer;
  return (
    authorityKeyIdentifier === null || subjectKeyIdentifier === null || authorityKeyIdentifier === subjectKeyIdentifier
  );
}

/** Whether subject and issuer are one name (RFC 5280 §3.2: self-issued). */
export function isSelfIssued(certificate: Certificate): boolean {
  return (
    certificate.subjectDer !== null &&
    certificate.issuerDer !== null &&
    sameName(certificate.subjectDer, certificate.issuerDer)
  );
}

/** Whether each certificate of a certificateList directly certifies the one before it (RFC 5246 §7.4.2). By names, no signature. */
export function isOrdered(certificateList: readonly Certificate[]): boolean {
  return certificateList.every((certificate, index) => {
    const before = certificateList[index - 1];
    return before === undefined || namesIssuer(before, certificate);
  });
}

/** Where the path that a server sent leads. */
export interface SentPath {
  /** From the end-entity upwards, out of the certificates sent. Empty for an empty list. */
  readonly path: readonly Certificate[];
  /** `self-issued` at its end; `anchor`: an anchor is its end or issued it; `open`: the next issuer was not sent. */
  readonly end: 'self-issued' | 'anchor' | 'open';
  /** RFC 4514 name of the issuer that was not sent; null unless `open`. */
  readonly missingIssuer: string | null;
  /** False when some certificate sent is not part of the path. */
  readonly complete: boolean;
}

/**
 * Follows the certificates sent from the first one upwards, in whatever order they came (RFC 8446 §4.4.2 asks receivers for
 * that), and says where it ends. Greedy, without backtracking, at most 32 signatures.
 */
export function followPath(certificateList: readonly Certificate[], anchors: readonly Certificate[] = []): SentPath {
  const bySubject = new Map<string, Certificate[]>();
  for (const certificate of certificateList) {
    if (certificate.subjectDer === null) continue;
    const key = nameKey(certificate.subjectDer);
    const alike = bySubject.get(key);
    if (alike === undefined) bySubject.set(key, [certificate]);
    else alike.push(certificate);
  }
  const path: Certificate[] = [];
  const used = new Set<Certificate>();
  let verifications = 0;
  const issued = (certificate: Certificate, issuer: Certificate): boolean => {
    if (used.has(issuer) || !namesIssuer(certificate, issuer) || verifications >= MAX_VERIFICATIONS) return false;
    verifications += 1;
    return issuance(certificate, issuer) !== 'not-issued';
  };
  let current = certificateList[0];
  while (current !== undefined) {
    path.push(current);
    used.add(current);
    const here: Certificate = current;
    const { length } = certificateList;
    if (anchors.some((anchor) => anchor.sha256 === here.sha256 || issued(here, anchor))) {
      return { path, end: 'anchor', missingIssuer: null, complete: path.length === length };
    }
    if (isSelfIssued(here)) return { path, end: 'self-issued', missingIssuer: null, complete: path.length === length };
    const candidates = here.issuerDer === null ? [] : (bySubject.get(nameKey(here.issuerDer)) ?? []);
    current = candidates.find((candidate) => issued(here, candidate));
  }
  const last = path.at(-1);
  return { path, end: 'open', missingIssuer: last?.issuer ?? null, complete: path.length === certificateList.length };
}
