import { createSecureContext } from 'node:tls';
import { describe, expect, it } from 'vitest';
import type { Anchors } from '../../src/engine/anchors.js';
import { isSameList, judge } from '../../src/engine/trust-verdict.js';
import { createIssuer, type Issued } from '../../src/lab/issue.js';
import type { Certificate } from '../../src/model/certificate.js';
import { readCertificate } from '../../src/x509/read-certificate.js';

const now = Date.parse('2026-06-01T00:00:00Z');
const clock = (): Date => new Date(now);
const day = 86_400_000;
const root = await createIssuer({ commonName: 'Root', clock });
const intermediate = root.subordinate('Intermediate');
const old = root.subordinate('Old', { notBefore: new Date(now - 900 * day), notAfter: new Date(now - 10 * day) });
const other = await createIssuer({ commonName: 'Other', clock });
const expired = { notBefore: new Date(now - 100 * day), notAfter: new Date(now - 5 * day) };

const read = (ders: readonly Uint8Array[]): readonly Certificate[] => ders.map(readCertificate);
const rootCertificate = readCertificate(root.certificateDer);
const anchors = (...ders: readonly Uint8Array[]): Anchors => ({
  description: 'test',
  context: createSecureContext(),
  certificates: () => read(ders),
});
const list = read(intermediate.issue({ dnsNames: ['a.test'] }).certificateList);
const stray = readCertificate(other.certificateDer);

describe('whether the finished handshake was served the same list', () => {
  const same = (path: readonly Certificate[], served = list): boolean =>
    isSameList(path, served, () => [rootCertificate]);

  it('anchors that were not sent may follow', () => {
    expect(same(list)).toBe(true);
    expect(same([...list, rootCertificate])).toBe(true);
    expect(same([...list, stray])).toBe(false);
  });

  it('certificates beside the path may be missing, those on it may not', () => {
    expect(same(list, [...list, stray])).toBe(true);
    expect(same(list.slice(0, 1))).toBe(false);
    expect(same(list.slice(0, 1), list.slice(0, 1))).toBe(true);
  });

  it('another end-entity certificate is another list', () => {
    expect(same(read(intermediate.issue({ dnsNames: ['a.test'] }).certificateList))).toBe(false);
    expect(same([])).toBe(false);
  });
});

describe('the verdict', () => {
  const verdict = (error: string | null, ders: readonly Uint8Array[], by = anchors(root.certificateDer)): string =>
    judge(error, read(ders), by, now).reason ?? 'trusted';

  it('is about another day where one is named: OpenSSL judges as of now', () => {
    const { certificateList } = intermediate.issue({ dnsNames: ['a.test'] });
    const by = anchors(root.certificateDer);
    const later = Date.parse(read(certificateList)[1]?.notAfter ?? '') + day;
    expect(judge(null, read(certificateList), by, now, later).reason).toBe('CERT_HAS_EXPIRED');
    expect(judge(null, read(certificateList), by, now, now + day).reason).toBeNull();
    const { certificateList: gone } = old.issue({ dnsNames: ['a.test'], ...expired });
    expect(judge('CERT_HAS_EXPIRED', read(gone), by, now, now - 20 * day).reason).toBeNull();
  });

  it('is OpenSSL’s', () => {
    const { certificateList } = intermediate.issue({ dnsNames: ['a.test'] });
    expect(judge(null, read(certificateList), anchors(), now)).toEqual({
      trusted: true,
      reason: null,
      anchors: 'test',
    });
    expect(verdict('UNABLE_TO_VERIFY_LEAF_SIGNATURE', certificateList)).toBe('UNABLE_TO_VERIFY_LEAF_SIGNATURE');
    expect(verdict('CERT_HAS_EXPIRED', certificateList)).toBe('CERT_HAS_EXPIRED');
  });

  it('an end-entity certificate out of date hides nothing else', () => {
    const { certificateList } = intermediate.issue({ dnsNames: ['a.test'], ...expired });
    expect(verdict('CERT_HAS_EXPIRED', certificateList)).toBe('trusted');
    expect(verdict('CERT_HAS_EXPIRED', certificateList.slice(0, 1))).toBe('UNABLE_TO_VERIFY_LEAF_SIGNATURE');
    expect(verdict('CERT_HAS_EXPIRED', certificateList, anchors(other.certificateDer))).toBe(
      'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
    );
    const self = root.issue({ dnsNames: ['a.test'], selfSigned: true, ...expired });
    expect(verdict('CERT_HAS_EXPIRED', [self.certificateDer])).toBe('DEPTH_ZERO_SELF_SIGNED_CERT');
    const future = intermediate.issue({ dnsNames: ['a.test'], notBefore: new Date(now + day) });
    expect(verdict('CERT_NOT_YET_VALID', future.certificateList)).toBe('trusted');
  });

  it('a critical extension hides behind the date only where OpenSSL does not know it', () => {
    const critical = (dotted: string): Issued =>
      intermediate.issue({
        dnsNames: ['a.test'],
        ...expired,
        extensions: [{ oid: dotted, critical: true, value: Uint8Array.of(0x30, 0x00) }],
      });
    // nameConstraints (which RFC 5280 §4.2.1.10 wants critical), certificatePolicies, policyMappings, policyConstraints …
    for (const dotted of ['2.5.29.30', '2.5.29.31', '2.5.29.32', '2.5.29.33', '2.5.29.36', '2.5.29.54']) {
      expect([dotted, verdict('CERT_HAS_EXPIRED', critical(dotted).certificateList)]).toEqual([dotted, 'trusted']);
    }
    expect(verdict('CERT_HAS_EXPIRED', critical('1.2.3.4').certificateList)).toBe('UNHANDLED_CRITICAL_EXTENSION');
  });

  it('what is out of date or no authority above it is at fault', () => {
    expect(verdict('CERT_HAS_EXPIRED', old.issue({ dnsNames: ['a.test'], ...expired }).certificateList)).toBe(
      'CERT_HAS_EXPIRED',
    );
    const unsent = [...intermediate.issue({ dnsNames: ['a.test'], ...expired }).certificateList, other.certificateDer];
    expect(verdict('CERT_HAS_EXPIRED', unsent)).toBe('trusted');
  });

  it('a certificate that is an anchor is trusted', () => {
    const leaf = root.issue({ dnsNames: ['a.test'] });
    const by = anchors(leaf.certificateDer);
    expect(verdict('UNABLE_TO_VERIFY_LEAF_SIGNATURE', [leaf.certificateDer], by)).toBe('trusted');
  });
});
