import type { Certificate, CertificateStore } from '../model/certificate.js';
import type { TargetEvidence } from '../model/evidence.js';
import type { ExpectedCertificate } from '../model/expectation.js';
import { relate, sameIdentity } from '../x509/edition.js';
import { coversHost } from '../x509/identity.js';
import { readCertificate } from '../x509/read-certificate.js';
import { satisfies } from '../x509/satisfies.js';

/**
 * How a certificate stands to what should be served for the target:
 * - right: it satisfies the expectation
 * - earlier / later: another edition of the right one
 * - unknown-edition: it covers the name, and the expected certificate was never seen: it may be any edition, or another
 * - other: any other certificate
 */
export type Standing = 'right' | 'earlier' | 'later' | 'unknown-edition' | 'other';

/** Judges certificates for one target. Pure. */
export interface Judge {
  standing(certificate: Certificate): Standing;
  covers(certificate: Certificate): boolean;
  /** A wildcard row with this certificate is the name's own row: it covers the name, or is an edition of the right one. */
  isOwn(certificate: Certificate): boolean;
  /** In date and, as far as OpenSSL was asked, trusted: nothing critical about the certificate itself. */
  isInDate(certificate: Certificate): boolean;
  /** In date, and not past two thirds of its life, when it is usually renewed. */
  isCurrent(certificate: Certificate): boolean;
  /** What certificates were expected, as far as they are known. */
  readonly expected: readonly Certificate[];
  /** Certificates were named, by digest or file. */
  readonly explicit: boolean;
}

export function judgeFor(evidence: TargetEvidence): Judge {
  const { target, certificates, now } = evidence;
  const wanted = target.expectation?.certificates ?? [];
  const expected = wanted.flatMap((one) => known(one, certificates));
  const everyKnown = expected.length === wanted.length;
  const explicit = wanted.length > 0;
  const covers = (certificate: Certificate): boolean => coversHost(certificate, target.host, target.hostKind);
  const served = explicit ? [] : servedSomewhere(evidence).filter(covers);
  const standing = (certificate: Certificate): Standing => {
    if (satisfies(certificate, target.expectation, target.host, target.hostKind).satisfied) {
      return served.some((other) => isRenewedBy(certificate, other, now)) ? 'earlier' : 'right';
    }
    if (!explicit) return 'other';
    const relations = expected.map((one) => relate(certificate, one));
    if (relations.includes('later-edition')) return 'later';
    if (relations.includes('earlier-edition')) return 'earlier';
    return !everyKnown && covers(certificate) ? 'unknown-edition' : 'other';
  };
  return {
    standing,
    covers,
    isOwn: (certificate) => covers(certificate) || standing(certificate) !== 'other',
    isInDate: (certificate) => isWithin(certificate, now, 1),
    isCurrent: (certificate) => isWithin(certificate, now, 2 / 3),
    expected,
    explicit,
  };
}

/** What was served under the target's name, at any of its addresses and to any client. */
function servedSomewhere({ target, endpoints, certificates }: TargetEvidence): readonly Certificate[] {
  const name = target.hostKind === 'ip' ? null : target.host;
  const fingerprints = endpoints.flatMap(({ observations }) =>
    observations.flatMap(({ serverName, certificates: [leaf] }) =>
      serverName === name && leaf !== undefined ? [leaf] : [],
    ),
  );
  return [...new Set(fingerprints)].flatMap((fingerprint) => certificates.get(fingerprint) ?? []);
}

/**
 * Without an expectation an edition is stale only where another address serves a later one of the same issuer, and this
 * one is past two thirds of its life (when it is usually renewed) or expired.
 */
function isRenewedBy(certificate: Certificate, other: Certificate, now: Date): boolean {
  if (!sameIdentity(certificate, other) || relate(certificate, other) !== 'earlier-edition') return false;
  return sameIssuerFamily(certificate, other) && !isWithin(certificate, now, 2 / 3);
}

/** Whether it is now within the first part of the certificate's life. */
function isWithin({ notBefore, notAfter }: Certificate, now: Date, part: number): boolean {
  if (notBefore === null || notAfter === null) return false;
  const begin = Date.parse(notBefore);
  const end = begin + (Date.parse(notAfter) - begin) * part;
  return begin <= now.getTime() && now.getTime() <= end;
}

/** One issuer's organisation, or one issuer's name where it names none: intermediates come and go. */
function sameIssuerFamily(a: Certificate, b: Certificate): boolean {
  return familyOf(a) === familyOf(b);
}

function familyOf({ issuerAttributes, issuer }: Certificate): string | null {
  return issuerAttributes.find(({ type }) => type === 'O')?.value ?? issuer;
}

/** The expected certificate itself, from its file or because some endpoint served it. */
function known({ digest, der }: ExpectedCertificate, store: CertificateStore): readonly Certificate[] {
  const served =
    digest.algorithm === 'sha256'
      ? store.get(digest.hex)
      : [...store.values()].find(({ thumbprint }) => thumbprint === digest.hex);
  if (served !== undefined) return [served];
  return der === null ? [] : [readCertificate(der)];
}
