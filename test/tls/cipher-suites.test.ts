import { describe, expect, it } from 'vitest';
import { cipherSuite, cipherSuiteName } from '../../src/tls/cipher-suites.js';

describe('cipher suites, by the IANA registry', () => {
  it.each([
    [0x1301, 'TLS_AES_128_GCM_SHA256', 'tls13', 'any'],
    [0x1303, 'TLS_CHACHA20_POLY1305_SHA256', 'tls13', 'any'],
    [0xc02b, 'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256', 'ecdhe', 'ecdsa'],
    [0xc02f, 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256', 'ecdhe', 'rsa'],
    [0xcca8, 'TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256', 'ecdhe', 'rsa'],
    [0xc028, 'TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384', 'ecdhe', 'rsa'],
    [0x009e, 'TLS_DHE_RSA_WITH_AES_128_GCM_SHA256', 'dhe', 'rsa'],
    [0x0016, 'TLS_DHE_RSA_WITH_3DES_EDE_CBC_SHA', 'dhe', 'rsa'],
    [0x0032, 'TLS_DHE_DSS_WITH_AES_128_CBC_SHA', 'dhe', 'dss'],
    [0x003d, 'TLS_RSA_WITH_AES_256_CBC_SHA256', 'rsa', 'rsa'],
    [0x000a, 'TLS_RSA_WITH_3DES_EDE_CBC_SHA', 'rsa', 'rsa'],
  ])('%i is %s', (code, name, keyExchange, authentication) => {
    expect(cipherSuite(code)).toMatchObject({ code, name, keyExchange, authentication });
    expect(cipherSuiteName(code)).toBe(name);
  });

  it('TLS 1.3 suites know their hash and AEAD', () => {
    expect(cipherSuite(0x1302)).toMatchObject({ aead: 'aes-256-gcm', hash: 'sha384' });
  });

  it('what we do not know keeps its code', () => {
    expect(cipherSuite(0xeaea)).toBeNull();
    expect(cipherSuiteName(0x00ff)).toBe('0x00ff');
  });
});
