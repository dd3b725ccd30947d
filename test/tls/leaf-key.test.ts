import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createIssuer } from '../../src/lab/issue.js';
import { keyBits, leafKey } from '../../src/tls/leaf-key.js';
import { readCertificate } from '../../src/x509/read-certificate.js';
import { hex, toHex } from '../support/bytes.js';

describe('the key of a certificate', () => {
  it('is what reading all of it finds', async () => {
    const issuer = await createIssuer({ commonName: 'Root' });
    for (const privateKey of [
      generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey,
      generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey,
      generateKeyPairSync('ed25519').privateKey,
    ]) {
      const { certificateDer } = issuer.issue({ dnsNames: ['a.example'], privateKey });
      const { spki, keyType, keyBits: bits, curve } = readCertificate(certificateDer);
      expect(leafKey(certificateDer)).toEqual({ spki, keyType, keyBits: bits, curve });
    }
  });

  it.each(['', 'deadbeef', '3000', '30023000'])('none is in "%s"', (der) => {
    expect(leafKey(hex(der))).toBeNull();
  });

  it('is taken out of its wrapping', () => {
    const { publicKey } = generateKeyPairSync('ed25519');
    const der = Uint8Array.from(publicKey.export({ format: 'der', type: 'spki' }));
    const bits = keyBits({ spki: der, keyType: 'ed25519', keyBits: 256, curve: null });
    expect(toHex(bits)).toBe(toHex(der.subarray(12)));
  });
});
