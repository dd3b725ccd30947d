import { describe, expect, it } from 'vitest';
import { certificateVerifyContent, readCertificateVerify } from '../../src/tls/certificate-verify.js';
import { writeCertificateVerify } from '../../src/tls/server-messages.js';
import { hex, toHex } from '../support/bytes.js';

describe('CertificateVerify (RFC 8446 §4.4.3)', () => {
  it('reads what is written', () => {
    expect(toHex(writeCertificateVerify(0x0403, hex('aabb')))).toBe('0f00000604030002aabb');
    expect(readCertificateVerify(hex('0403 0002 aabb'))).toEqual({ scheme: 0x0403, signature: hex('aabb') });
  });

  it.each([
    ['04', 'CertificateVerify/algorithm'],
    ['0403 0003 aabb', 'CertificateVerify/signature'],
    ['0403 0001 aabb', 'CertificateVerify'],
  ])('refuses "%s"', (bytes, path) => {
    expect(() => readCertificateVerify(hex(bytes))).toThrow(expect.objectContaining({ reason: path }));
  });

  it('signs the example of §4.4.3: a hash of 32 bytes of 01', () => {
    expect(toHex(certificateVerifyContent(new Uint8Array(32).fill(1)))).toBe(
      `${'20'.repeat(64)}544c5320312e332c2073657276657220436572746966696361746556657269667900${'01'.repeat(32)}`,
    );
  });
});
