import { describe, expect, it } from 'vitest';
import { readCertificateRequest12, readCertificateRequest13 } from '../../src/tls/certificate-request.js';
import { hex } from '../support/bytes.js';

describe('CertificateRequest', () => {
  it('of TLS 1.3 (RFC 8446 §4.3.2)', () => {
    readCertificateRequest13(hex('00 0008 000d 0004 0002 0403'));
    readCertificateRequest13(hex('00 0000'));
  });

  it('of TLS 1.2 and before (RFC 5246 §7.4.4)', () => {
    readCertificateRequest12(hex('02 0140 0002 0403 0005 0003 300100'), true);
    readCertificateRequest12(hex('01 01 0000'), false);
  });

  it.each<[string, () => void]>([
    ['CertificateRequest/certificate_request_context', () => readCertificateRequest13(hex('01 00 0000'))],
    ['CertificateRequest', () => readCertificateRequest13(hex('00 0000 00'))],
    [
      'CertificateRequest/extensions/signature_algorithms/supported_signature_algorithms',
      () => readCertificateRequest13(hex('00 0006 000d 0002 0000')),
    ],
    ['CertificateRequest/certificate_types', () => readCertificateRequest12(hex('00 0000 0000'), true)],
    ['CertificateRequest/certificate_authorities', () => readCertificateRequest12(hex('01 01 0000'), true)],
    ['CertificateRequest/certificate_authorities[0]', () => readCertificateRequest12(hex('01 01 0002 0005'), false)],
  ])('%s', (path, read) => {
    expect(read).toThrow(expect.objectContaining({ outcome: 'malformed', reason: path }));
  });
});
