import { beforeAll, describe, expect, it } from 'vitest';
import { readCertificates } from '../../src/expectation/read-certificates.js';
import { createIssuer, type Issued, type Issuer } from '../../src/lab/issue.js';
import { toPem } from '../../src/x509/pem.js';
import { hex, oid, seq, tlv } from '../support/der.js';

let root: Issuer;
let intermediate: Issuer;
let leaf: Issued;

beforeAll(async () => {
  root = await createIssuer({ commonName: 'Root' });
  intermediate = root.subordinate('Intermediate');
  leaf = intermediate.issue({ dnsNames: ['a.example'] });
});

const utf16 = (text: string, mark: boolean): Uint8Array => Buffer.from(`${mark ? '\ufeff' : ''}${text}`, 'utf16le');
const bigEndian = (text: string): Uint8Array => Buffer.from(`\ufeff${text}`, 'utf16le').swap16();
const file = (text: string): Uint8Array => Buffer.from(text, 'utf8');

describe('readCertificates', () => {
  it.each([
    ['PEM', () => file(leaf.certificatePem), 1],
    ['PEM with a byte order mark and CRLF', () => file(`\ufeff${leaf.certificatePem.replaceAll('\n', '\r\n')}`), 1],
    ['PEM with text around', () => file(`Bag Attributes\n friendlyName: x\n${leaf.certificatePem}trailing words\n`), 1],
    ['PEM in UTF-16 with a mark', () => utf16(leaf.certificatePem, true), 1],
    ['PEM in UTF-16 without a mark', () => utf16(leaf.certificatePem, false), 1],
    ['PEM in big-endian UTF-16', () => bigEndian(leaf.certificatePem), 1],
    ['PEM with the key beside it', () => file(leaf.privateKeyPem + leaf.certificatePem), 1],
    ['an old PEM label', () => file(leaf.certificatePem.replaceAll('CERTIFICATE', 'X509 CERTIFICATE')), 1],
    ['a list', () => file(leaf.certificateListPem), 2],
    ['DER', () => leaf.certificateDer, 1],
    [
      'openssl’s trusted form',
      () => file(toPem(Buffer.concat([leaf.certificateDer, seq()]), 'TRUSTED CERTIFICATE')),
      1,
    ],
  ])('%s', (_, bytes, count) => {
    const ders = readCertificates(bytes(), 'x.pem');
    expect(ders).toHaveLength(count);
    expect(Buffer.from(ders[0] ?? [])).toEqual(Buffer.from(leaf.certificateDer));
  });

  const pkcs8 = (): Uint8Array => leaf.privateKey.export({ type: 'pkcs8', format: 'der' });
  it.each([
    ['an empty file', () => new Uint8Array(), 'bad-file', 'x.pem is empty'],
    ['words', () => file('hello'), 'bad-file', 'x.pem holds no certificate (neither PEM nor DER)'],
    ['zeros', () => new Uint8Array(100), 'bad-file', 'neither PEM nor DER'],
    ['a key as PEM', () => file(leaf.privateKeyPem), 'bad-file', 'x.pem holds only a private key'],
    [
      'an encrypted key as PEM',
      () => file(leaf.privateKeyPem.replaceAll('PRIVATE KEY', 'ENCRYPTED PRIVATE KEY')),
      'bad-file',
      'only a private key',
    ],
    ['a key as DER', pkcs8, 'bad-file', 'only a private key'],
    [
      'an EC key as SEC1 DER',
      () => leaf.privateKey.export({ type: 'sec1', format: 'der' }),
      'bad-file',
      'only a private key',
    ],
    [
      'a request',
      () => file(toPem(hex('3000'), 'CERTIFICATE REQUEST')),
      'bad-file',
      'holds no certificate, only: CERTIFICATE REQUEST',
    ],
    ['PKCS#7 as PEM', () => file(toPem(hex('3000'), 'PKCS7')), 'bad-file', 'is a PKCS#7 file'],
    ['PKCS#7 as DER', () => seq(oid('1.2.840.113549.1.7.2'), tlv(0xa0)), 'bad-file', 'is a PKCS#7 file'],
    ['a PFX', () => seq(hex('020103'), seq(oid('1.2.840.113549.1.7.1'))), 'bad-file', 'is a PFX (PKCS#12) file'],
    ['a PFX in BER', () => hex('3080020103308006092a864886f70d010701'), 'bad-file', 'is a PFX (PKCS#12) file'],
    ['a block without an end', () => file('-----BEGIN CERTIFICATE-----\nAQID\n'), 'bad-file', 'begins but never ends'],
    [
      'a block that is not base64',
      () => file('-----BEGIN CERTIFICATE-----\n§\n-----END CERTIFICATE-----'),
      'bad-certificate',
      'is not base64',
    ],
    ['a block of something else', () => file(toPem(hex('3003020101'))), 'bad-certificate', 'x.pem: not a certificate'],
    ['DER that is cut off', () => leaf.certificateDer.subarray(0, 200), 'bad-certificate', 'x.pem: not a certificate'],
  ])('refuses %s', (_, bytes, code, message) => {
    const attempt = (): unknown => readCertificates(bytes(), 'x.pem');
    expect(attempt).toThrow(expect.objectContaining({ code, message: expect.stringContaining(message) }));
  });
});
