import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type CertificateMessage,
  type CertificateSink,
  readCertificate12,
  readCertificate13,
  readCertificateStatus,
} from '../../src/tls/certificate.js';
import {
  stapledResponseExtension,
  writeCertificate12,
  writeCertificate13,
  writeCertificateStatus,
} from '../../src/tls/server-messages.js';
import { hex, toHex } from '../support/bytes.js';

type Read = (body: Uint8Array, found: CertificateSink) => CertificateMessage;

function reading(read: Read, bytes: Uint8Array) {
  const found: string[] = [];
  try {
    const { ocspStaple } = read(bytes, (der) => found.push(toHex(der)));
    return { found, ocspStaple, fault: null };
  } catch (error) {
    return { found, ocspStaple: null, fault: error };
  }
}

describe('Certificate', () => {
  it.each<[Read, string, readonly string[]]>([
    [readCertificate12, '000000', []],
    [readCertificate12, '000004 000001aa', ['aa']],
    [readCertificate12, '000009 000001aa 000002bbcc', ['aa', 'bbcc']],
    [readCertificate13, '00 000000', []],
    [readCertificate13, '00 000006 000001aa 0000', ['aa']],
    [readCertificate13, '00 00000a 000001aa 0004 00120000', ['aa']],
  ])('%o reads %s', (read, bytes, list) => {
    expect(reading(read, hex(bytes))).toEqual({ found: list, ocspStaple: false, fault: null });
  });

  it.each<[Read, string, string, readonly string[]]>([
    [readCertificate12, '', 'Certificate/certificate_list', []],
    [readCertificate12, '0000', 'Certificate/certificate_list', []],
    [readCertificate12, '000001', 'Certificate/certificate_list', []],
    [readCertificate12, '000003 000000', 'Certificate/certificate_list[0]', []],
    [readCertificate12, '000008 000001aa 000002bb', 'Certificate/certificate_list[1]', ['aa']],
    [readCertificate12, '00000a 000001aa 000001bb', 'Certificate/certificate_list', ['aa', 'bb']],
    [readCertificate12, '000004 000001aa 00', 'Certificate', ['aa']],
    [readCertificate13, '01aa 000000', 'Certificate/certificate_request_context', []],
    [readCertificate13, '00 000004 000001aa', 'Certificate/certificate_list/extensions', ['aa']],
    [readCertificate13, '00 000007 000001aa 0001 00', 'Certificate/certificate_list/extensions/extension_type', ['aa']],
    [
      readCertificate13,
      '00 00000b 000001aa 0005 00050001 02',
      'Certificate/certificate_list/extensions/status_request/status_type',
      ['aa'],
    ],
  ])('%o refuses %s', (read, bytes, path, kept) => {
    expect(reading(read, hex(bytes))).toMatchObject({ found: kept, fault: { outcome: 'malformed', reason: path } });
  });

  it('a staple belongs to its entry', () => {
    const message = writeCertificate13([hex('aa'), hex('bb')], [stapledResponseExtension(hex('3000'))]);
    expect(reading(readCertificate13, message.subarray(4))).toMatchObject({ found: ['aa', 'bb'], ocspStaple: true });
  });

  it('reads what is written, and of its beginning what is complete', () => {
    const list = fc.array(fc.uint8Array({ minLength: 1, maxLength: 40 }), { maxLength: 5 });
    fc.assert(
      fc.property(list, fc.nat(), (certificates, cut) => {
        const all = certificates.map(toHex);
        for (const [read, body] of [
          [readCertificate12, writeCertificate12(certificates).subarray(4)],
          [readCertificate13, writeCertificate13(certificates).subarray(4)],
        ] as const) {
          expect(reading(read, body)).toEqual({ found: all, ocspStaple: false, fault: null });
          const { found } = reading(read, body.subarray(0, cut % (body.length + 1)));
          expect(found).toEqual(all.slice(0, found.length));
        }
      }),
    );
  });
});

describe('CertificateStatus (RFC 6066 §8)', () => {
  it('reads what is written', () => {
    expect(toHex(writeCertificateStatus(hex('3000')))).toBe('16000006010000023000');
    readCertificateStatus(hex('01 000002 3000'));
  });

  it.each([
    ['', 'CertificateStatus/status_type'],
    ['02 000001 00', 'CertificateStatus/status_type'],
    ['01 000000', 'CertificateStatus/response'],
    ['01 000001 0000', 'CertificateStatus'],
  ])('refuses "%s"', (bytes, path) => {
    expect(() => readCertificateStatus(hex(bytes))).toThrow(expect.objectContaining({ reason: path }));
  });
});
