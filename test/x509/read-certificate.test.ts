import { describe, expect, it } from 'vitest';
import { readCertificate } from '../../src/x509/read-certificate.js';
import { alternativeNames, certificate, concat, hex, name, oid, seq, utf8 } from '../support/der.js';

const cn = (value: Uint8Array): Uint8Array => name(['2.5.4.3', value]);

describe('serial numbers', () => {
  it.each([
    ['020101', '01'],
    ['020100', '00'],
    ['020200ff', '00ff'],
    ['02030000ff', '00ff'],
    ['02020001', '01'],
    ['0201ff', '-01'],
    ['02020080', '0080'],
    ['020180', '-80'],
    ['0202ff00', '-0100'],
    ['0202fe01', '-01ff'],
    [`0228${'7f'.repeat(40)}`, '7f'.repeat(40)],
  ])('%s is %s', (serial, text) => {
    expect(readCertificate(certificate({ serial: hex(serial) })).serialNumber).toBe(text);
  });
});

describe('what is no certificate', () => {
  it.each([
    ['nothing', new Uint8Array(), 'file/certificate: missing'],
    ['text', Buffer.from('HTTP/1.1 400 Bad Request'), 'file/certificate: tag 0x48'],
    ['another sequence', hex('3003020101'), 'tbsCertificate: tag 0x02'],
  ])('%s has digests and a problem', (_, der, problem) => {
    const read = readCertificate(der);
    expect(read.problem).toContain(problem);
    expect(read.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(read.thumbprint).toMatch(/^[0-9a-f]{40}$/);
    expect([read.subject, read.notAfter, read.spki, read.knownAs]).toEqual([null, null, null, null]);
  });

  it('reads on after trailing data and a signature algorithm that differs', () => {
    const read = readCertificate(certificate({ trailing: hex('00'), outerAlgorithm: seq(oid('1.2.840.10045.4.3.2')) }));
    expect(read.subject).toBe('CN=subject');
    expect(read.problem).toContain('trailing data');
    expect(read.problem).toContain('ecdsa-with-SHA256 outside, ed25519 inside');
  });

  it('keeps what stands before the damage', () => {
    const whole = certificate({ subject: cn(utf8('kept')) });
    const tbsOnly = whole.slice();
    // The subject's key is turned into another type: everything before it has been read.
    const spki = hex('302a300506032b6570');
    const at = Buffer.from(tbsOnly).indexOf(Buffer.from(spki));
    tbsOnly[at] = 0x31;
    const read = readCertificate(tbsOnly);
    expect([read.subject, read.issuer, read.notBefore, read.spki]).toEqual([
      'CN=kept',
      'CN=issuer',
      '2020-01-01T00:00:00Z',
      null,
    ]);
    expect(read.problem).toContain('tbsCertificate/subjectPublicKeyInfo: tag 0x31');
  });

  it('reads versions 1 and 2', () => {
    const read = readCertificate(certificate({ version: new Uint8Array() }));
    expect([read.subject, read.problem, read.isAuthority]).toEqual(['CN=subject', null, null]);
  });

  it('reads a view into a larger buffer', () => {
    const der = certificate({ extensions: [alternativeNames(['a.example'])] });
    const shifted = concat([hex('ffffff'), der, hex('ee')]).subarray(3, 3 + der.length);
    expect(readCertificate(shifted)).toEqual(readCertificate(der));
  });
});
