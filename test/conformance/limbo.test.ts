/**
 * The x509-limbo cases (C2SP) that turn on the name, scored against coversHost. Data: corpora/limbo, not in this repository.
 */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { coversHost } from '../../src/x509/identity.js';
import { splitPem } from '../../src/x509/pem.js';
import { readCertificate } from '../../src/x509/read-certificate.js';

const FILE = `${process.env.WHICHCERT_CORPORA ?? fileURLToPath(new URL('../../../shared/corpora', import.meta.url))}/limbo/limbo.json`;

const Case = z.object({
  id: z.string(),
  features: z.array(z.string()),
  validation_kind: z.enum(['SERVER', 'CLIENT']),
  peer_certificate: z.string(),
  trusted_certs: z.array(z.string()),
  untrusted_intermediates: z.array(z.string()),
  expected_result: z.enum(['SUCCESS', 'FAILURE']),
  expected_peer_name: z.object({ kind: z.string(), value: z.string() }).nullable(),
});
type Case = z.infer<typeof Case>;

const readCases = (): readonly Case[] =>
  z.object({ testcases: z.array(Case) }).parse(JSON.parse(readFileSync(FILE, 'utf8'))).testcases;

const named = ({ validation_kind, features, expected_peer_name }: Case): boolean =>
  validation_kind === 'SERVER' && !features.includes('has-crl') && expected_peer_name !== null;

const der = (pem: string): Uint8Array => splitPem(pem)[0]?.der ?? new Uint8Array();

function covered({ peer_certificate, expected_peer_name }: Case): boolean {
  const { kind, value } = expected_peer_name ?? { kind: 'DNS', value: '' };
  return coversHost(readCertificate(der(peer_certificate)), value, kind === 'IP' ? 'ip' : 'name');
}

/** The cases whose result the name decides. */
const ON_NAME = /^(?:webpki::(?:san|cn)::|rfc5280::san::|rfc5280::ca-as-leaf-wrong-san$)/;

/** Rules of a certificate profile, not of matching: the issuer broke them, the name may well be covered. Reported, not scored. */
const PROFILE: Readonly<Record<string, string>> = {
  'rfc5280::san::noncritical-with-empty-subject': 'criticality of subjectAltName (RFC 5280 §4.2.1.6)',
  'rfc5280::san::underscore-dns': 'underscore in a dNSName (RFC 5280 §4.2.1.6)',
  'webpki::san::san-critical-with-nonempty-subject': 'criticality of subjectAltName (CA/B BR 7.1.2.7.12)',
};
const profileRule = (id: string): string | null =>
  PROFILE[id] ?? (id.startsWith('webpki::cn::') ? 'spelling of the common name (CA/B BR 7.1.4.3)' : null);

/** Where we differ, and why. */
const PUBLIC_SUFFIX = 'a wildcard over a public suffix: no suffix list here, and browsers take the private section';
const DISAGREEMENTS: Readonly<Record<string, string>> = {
  'webpki::san::public-suffix-multi-label-wildcard-san': PUBLIC_SUFFIX,
  'webpki::san::public-suffix-private-namespace-wildcard-san': PUBLIC_SUFFIX,
};

describe.skipIf(!existsSync(FILE))(`x509-limbo [needs ${FILE}]`, () => {
  it('has 33 cases that turn on the name, 12 of them profile rules', () => {
    const ids = readCases()
      .filter(named)
      .map(({ id }) => id)
      .filter((id) => ON_NAME.test(id));
    expect(ids).toHaveLength(33);
    expect(ids.filter((id) => profileRule(id) !== null)).toHaveLength(12);
  });

  it('agrees on the name but for the listed disagreements', () => {
    const cases = readCases().filter((one) => named(one) && ON_NAME.test(one.id));
    const differing = cases.filter((one) => covered(one) !== (one.expected_result === 'SUCCESS')).map(({ id }) => id);
    const scored = differing.filter((id) => profileRule(id) === null);
    for (const id of differing)
      console.log(`limbo differs: ${id}: ${profileRule(id) ?? DISAGREEMENTS[id] ?? 'unexplained'}`);
    console.log(`limbo names: ${cases.length - 12 - scored.length} of ${cases.length - 12} scored cases agree`);
    expect(scored.sort()).toEqual(Object.keys(DISAGREEMENTS).sort());
    expect(differing.filter((id) => profileRule(id) !== null).sort()).toEqual([
      'rfc5280::san::noncritical-with-empty-subject',
      'rfc5280::san::underscore-dns',
      'webpki::cn::case-mismatch',
      'webpki::cn::ipv4-hex-mismatch',
      'webpki::cn::ipv4-leading-zeros-mismatch',
      'webpki::cn::ipv6-non-rfc5952-mismatch',
      'webpki::cn::ipv6-uncompressed-mismatch',
      'webpki::cn::ipv6-uppercase-mismatch',
      'webpki::cn::not-in-san',
      'webpki::cn::punycode-not-in-san',
      'webpki::cn::utf8-vs-punycode-mismatch',
      'webpki::san::san-critical-with-nonempty-subject',
    ]);
  });

  it('covers the name in every case that must succeed', () => {
    const missed = readCases().filter((one) => named(one) && one.expected_result === 'SUCCESS' && !covered(one));
    expect(missed.map(({ id }) => id)).toEqual([]);
  });

  it('reads every certificate; those it has something against are known', () => {
    const faulty = new Set<string>();
    for (const one of readCases()) {
      for (const pem of [one.peer_certificate, ...one.trusted_certs, ...one.untrusted_intermediates]) {
        const read = readCertificate(der(pem));
        if (read.problem !== null) faulty.add(`${one.id}: ${read.problem.replace(/ \(at byte \d+\)/g, '')}`);
      }
    }
    expect([...faulty].sort()).toEqual([
      'rfc5280::duplicate-extensions: tbsCertificate/extensions/subjectAltName: present more than once',
      'rfc5280::mismatching-signature-algorithm: certificate/signatureAlgorithm: sha512WithRSAEncryption outside, sha256WithRSAEncryption inside',
      'rfc5280::nc::nc-permits-invalid-ip-san: tbsCertificate/subjectAltName/names/iPAddress: neither 4 nor 16 bytes',
      'rfc5280::san::malformed: tbsCertificate/subjectAltName/names: tag 0x65 instead of 0x30',
    ]);
  });
});
