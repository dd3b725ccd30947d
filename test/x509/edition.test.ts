import { beforeAll, describe, expect, it } from 'vitest';
import { type CertificateRequest, createIssuer, type Issuer } from '../../src/lab/issue.js';
import { relate } from '../../src/x509/edition.js';
import { readCertificate } from '../../src/x509/read-certificate.js';

let issuer: Issuer;
beforeAll(async () => {
  issuer = await createIssuer({ commonName: 'Root' });
});

const BASE: CertificateRequest = {
  dnsNames: ['a.example', 'b.example'],
  ipAddresses: ['192.0.2.1'],
  notBefore: new Date('2026-06-01T00:00:00Z'),
  notAfter: new Date('2026-09-01T00:00:00Z'),
};
const of = (request: CertificateRequest) => readCertificate(issuer.issue({ ...BASE, ...request }).certificateDer);

describe('relate', () => {
  it.each([
    ['later by notBefore', { notBefore: new Date('2026-06-02T00:00:00Z') }, 'later-edition'],
    [
      'earlier by notBefore though it ends later',
      { notBefore: new Date('2026-05-01T00:00:00Z'), notAfter: new Date('2027-01-01T00:00:00Z') },
      'earlier-edition',
    ],
    ['the same beginning, a later end', { notAfter: new Date('2026-09-02T00:00:00Z') }, 'later-edition'],
    ['the same beginning, an earlier end', { notAfter: new Date('2026-08-02T00:00:00Z') }, 'earlier-edition'],
    ['the same dates', {}, 'other'],
    [
      'names in another order and twice',
      { dnsNames: ['b.example', 'a.example', 'A.example'], notAfter: new Date('2026-09-02T00:00:00Z') },
      'later-edition',
    ],
    ['another subject', { subject: 'elsewhere', notAfter: new Date('2026-09-02T00:00:00Z') }, 'later-edition'],
    ['another key type', { keyType: 'rsa', keyBits: 1024, notAfter: new Date('2026-09-02T00:00:00Z') }, 'other'],
    ['another curve', { keyType: 'ecdsa-p384', notAfter: new Date('2026-09-02T00:00:00Z') }, 'later-edition'],
    ['one name more', { dnsNames: ['a.example', 'b.example', 'c.example'] }, 'other'],
    ['one name less', { dnsNames: ['a.example'] }, 'other'],
    ['another address', { ipAddresses: ['192.0.2.2'] }, 'other'],
    ['no names', { dnsNames: [], ipAddresses: [], subject: 'a.example' }, 'other'],
  ] as const)('%s', (_, request, relation) => {
    expect(relate(of(request), of({}))).toBe(relation);
  });

  it('knows itself', () => {
    const one = of({});
    expect(relate(one, { ...one })).toBe('same');
  });

  it('compares subjects where neither has names', () => {
    const bare = { dnsNames: [], ipAddresses: [], subject: 'box' };
    const later = { ...bare, notBefore: new Date('2026-07-01T00:00:00Z') };
    expect(relate(of(later), of(bare))).toBe('later-edition');
    expect(relate(of({ ...later, subject: 'other box' }), of(bare))).toBe('other');
  });

  it('says nothing of what could not be read', () => {
    expect(relate(readCertificate(new Uint8Array()), of({}))).toBe('other');
    expect(relate({ ...of({ notAfter: new Date('2026-09-02T00:00:00Z') }), notBefore: null }, of({}))).toBe('other');
  });
});
