import { describe, expect, it } from 'vitest';
import { schemeBeforeTls12, signatureScheme, signatureSchemeName } from '../../src/tls/signature-schemes.js';

describe('signature schemes', () => {
  it.each([
    [0x0403, 'ecdsa_secp256r1_sha256', { keyType: 'ecdsa', hash: 'sha256', curve: 'P-256', inTls13: true }],
    [0x0603, 'ecdsa_secp521r1_sha512', { keyType: 'ecdsa', hash: 'sha512', curve: 'P-521', inTls13: true }],
    [0x0203, 'ecdsa_sha1', { keyType: 'ecdsa', hash: 'sha1', curve: null, inTls13: false }],
    [0x0804, 'rsa_pss_rsae_sha256', { keyType: 'rsa', padding: 'pss', inTls13: true }],
    [0x080b, 'rsa_pss_pss_sha512', { keyType: 'rsa-pss', padding: 'pss', hash: 'sha512', inTls13: true }],
    [0x0401, 'rsa_pkcs1_sha256', { keyType: 'rsa', padding: 'pkcs1', inTls13: false }],
    [0x0201, 'rsa_pkcs1_sha1', { keyType: 'rsa', padding: 'pkcs1', hash: 'sha1', inTls13: false }],
    [0x0807, 'ed25519', { keyType: 'ed25519', hash: null, inTls13: true }],
    [0x0202, 'dsa_sha1', { keyType: 'dsa', inTls13: false }],
  ])('%i is %s', (code, name, facts) => {
    expect(signatureScheme(code)).toMatchObject({ code, name, ...facts });
    expect(signatureSchemeName(code)).toBe(name);
  });

  it('what we do not know keeps its code', () => {
    expect(signatureScheme(0x0904)).toBeNull();
    expect(signatureSchemeName(0x0904)).toBe('0x0904');
  });

  it.each([
    ['rsa', 'rsa_pkcs1_md5_sha1', 'md5-sha1'],
    ['ecdsa', 'ecdsa_sha1', 'sha1'],
    ['dsa', 'dsa_sha1', 'sha1'],
  ])('before TLS 1.2 the key says how it signs: %s', (keyType, name, hash) => {
    expect(schemeBeforeTls12(keyType)).toMatchObject({ code: null, name, hash });
  });

  it('Ed25519 came later', () => {
    expect(schemeBeforeTls12('ed25519')).toBeNull();
  });
});
