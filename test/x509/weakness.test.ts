import { beforeAll, describe, expect, it } from 'vitest';
import { createIssuer, type Issuer } from '../../src/lab/issue.js';
import { readCertificate } from '../../src/x509/read-certificate.js';
import { weakKey, weakSignature } from '../../src/x509/weakness.js';
import { certificate, hex, oid, seq } from '../support/der.js';

let issuer: Issuer;
beforeAll(async () => {
  issuer = await createIssuer({ commonName: 'Root', keyType: 'rsa' });
});

const spki = (algorithm: string, parameters: Uint8Array): Uint8Array =>
  seq(seq(oid(algorithm), parameters), hex('03020004'));
const EC = '1.2.840.10045.2.1';

describe('weakKey', () => {
  it.each([
    ['rsa', 1024, 'an RSA key of 1024 bits'],
    ['rsa', 2048, null],
    ['ecdsa', undefined, null],
    ['ed25519', undefined, null],
  ] as const)('%s %s: %s', (keyType, keyBits, what) => {
    const request = keyBits === undefined ? { keyType } : { keyType, keyBits };
    expect(weakKey(readCertificate(issuer.issue({ subject: 'x', ...request }).certificateDer))?.what ?? null).toBe(
      what,
    );
  });

  it.each([
    [spki(EC, oid('1.2.840.10045.3.1.1')), 'an EC key of 192 bits'],
    [spki(EC, oid('1.3.132.0.33')), 'an EC key of 224 bits'],
    [spki(EC, oid('1.3.132.0.10')), null],
    [spki(EC, oid('1.3.132.0.99')), null],
    [
      spki(EC, seq(hex('020101'), seq(oid('1.2.840.10045.1.1'), hex('0203010001')))),
      'an EC key with explicit curve parameters',
    ],
    [spki('1.2.840.10040.4.1', seq(hex('0203010001'))), 'a DSA key'],
    [spki('1.2.3.4', hex('0500')), null],
  ])('%#: %s', (key, what) => {
    expect(weakKey(readCertificate(certificate({ spki: key })))?.what ?? null).toBe(what);
  });
});

describe('weakSignature', () => {
  it.each([
    ['sha1', 'a signature over SHA-1 (sha1WithRSAEncryption)'],
    ['sha256', null],
    ['sha512', null],
  ] as const)('%s', (signatureHash, what) => {
    const leaf = readCertificate(issuer.issue({ subject: 'x', signatureHash }).certificateDer);
    expect(weakSignature(leaf)?.what ?? null).toBe(what);
  });

  it('forgives self-issued certificates: their signature protects nothing', () => {
    const own = readCertificate(
      issuer.issue({ subject: 'x', selfSigned: true, keyType: 'rsa', signatureHash: 'sha1' }).certificateDer,
    );
    expect(own.signatureAlgorithm).toBe('sha1WithRSAEncryption');
    expect(weakSignature(own)).toBeNull();
  });

  it.each([
    ['1.2.840.113549.1.1.4', new Uint8Array(), 'MD5'],
    ['1.2.840.113549.1.1.2', new Uint8Array(), 'MD2'],
    ['1.2.840.10045.4.1', new Uint8Array(), 'SHA-1'],
    ['1.2.840.10040.4.3', new Uint8Array(), 'SHA-1'],
    ['1.2.840.113549.1.1.10', new Uint8Array(), 'SHA-1'],
    [
      '1.2.840.113549.1.1.10',
      hex(
        '3034a00f300d06096086480165030402010500a11c301a06092a864886f70d010108300d06096086480165030402010500a203020120',
      ),
      null,
    ],
    ['2.16.840.1.101.3.4.3.17', new Uint8Array(), null],
  ])('%s %#: %s', (algorithm, parameters, hash) => {
    const weakness = weakSignature(readCertificate(certificate({ algorithm: seq(oid(algorithm), parameters) })));
    expect(weakness === null ? null : weakness.what).toEqual(
      hash === null ? null : expect.stringContaining(`over ${hash} (`),
    );
    expect(weakness === null || weakness.citations.length > 0).toBe(true);
  });
});
