import type { Certificate, CertificateStore } from '../model/certificate.js';
import type { TargetEvidence } from '../model/evidence.js';
import type { ExpectedCertificate } from '../model/expectation.js';
import { relate } from '../x509/edition.js';
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

/** Judges certificates for one target. Pure; remembers nothing. */
export interface Judge {
  standing(certificate: Certificate): Standing;
  covers(certificate: Certificate): boolean;
  /** A wildcard row with this certificate is the name's own row: it covers the name, or is an edition of the right one. */
  isOwn(certificate: Certificate): boolean;
  readonly expected: readonly Certificate[];
  readonly explicit: boolean;
}

export function judgeFor(evidence: TargetEvidence): Judge {
  const { target, certificates } = evidence;
  const explicit = (target.expectation?.certificates.length ?? 0) > 0;
  const expected = (target.expectation?.certificates ?? []).flatMap((one) => known(one, certificates));
  const everyKnown = expected.length === (target.expectation?.certificates.length ?? 0);
  const covers = (certificate: Certificate): boolean => coversHost(certificate, target.host, target.hostKind);
  const standing = (certificate: Certificate): Standing => {
    if (satisfies(certificate, target.expectation, target.host, target.hostKind).satisfied) return 'right';
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
    expected,
    explicit,
  };
}

/** The expected certificate itself, from its file or because some endpoint served it. */
function known(expected: ExpectedCertificate, store: CertificateStore): readonly Certificate[] {
  const { algorithm, hex } = expected.digest;
  const served =
    algorithm === 'sha256' ? store.get(hex) : [...store.values()].find(({ thumbprint }) => thumbprint === hex);
  if (served !== undefined) return [served];
  return expected.der === null ? [] : [readCertificate(expected.der)];
}
