import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { LeafKey } from '../../src/tls/leaf-key.js';
import { publicKeyOf } from '../../src/tls/public-keys.js';
import { hex } from '../support/bytes.js';
import { oid, seq, tlv } from '../support/der.js';

const leaf = (publicKey: KeyObject, keyType: string, curve: string | null = null): LeafKey => ({
  spki: Uint8Array.from(publicKey.export({ format: 'der', type: 'spki' })),
  keyType,
  keyBits: null,
  curve,
});

describe('public keys', () => {
  it.each([
    ['rsa', leaf(generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey, 'rsa')],
    ['P-256', leaf(generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey, 'ecdsa', 'P-256')],
    ['P-384', leaf(generateKeyPairSync('ec', { namedCurve: 'P-384' }).publicKey, 'ecdsa', 'P-384')],
    ['ed25519', leaf(generateKeyPairSync('ed25519').publicKey, 'ed25519')],
  ])('%s: whichever way in, it is the same key', (_, key) => {
    expect(publicKeyOf(key)?.export({ format: 'der', type: 'spki' })).toEqual(Buffer.from(key.spki));
  });

  it.each(['P-256', 'P-384'] as const)('%s as a compressed point (RFC 5480 §2.2)', (namedCurve) => {
    const whole = generateKeyPairSync('ec', { namedCurve }).publicKey;
    const { x, y } = whole.export({ format: 'jwk' });
    if (x === undefined || y === undefined) throw new Error('no point');
    const odd = ((Buffer.from(y, 'base64url').at(-1) ?? 0) & 1) === 1;
    const curve = namedCurve === 'P-256' ? '1.2.840.10045.3.1.7' : '1.3.132.0.34';
    const point = tlv(0x03, [0, odd ? 3 : 2], Buffer.from(x, 'base64url'));
    const spki = seq(seq(oid('1.2.840.10045.2.1'), oid(curve)), point);
    const key = publicKeyOf({ spki, keyType: 'ecdsa', keyBits: null, curve: namedCurve });
    expect(key?.export({ format: 'jwk' })).toEqual(whole.export({ format: 'jwk' }));
  });

  it('are remembered', () => {
    const key = leaf(generateKeyPairSync('ed25519').publicKey, 'ed25519');
    expect(publicKeyOf(key)).toBe(publicKeyOf({ ...key, spki: Uint8Array.from(key.spki) }));
  });

  it('the one used longest ago is forgotten', () => {
    const keys = Array.from({ length: 514 }, () => leaf(generateKeyPairSync('ed25519').publicKey, 'ed25519'));
    const [first, second] = keys;
    if (first === undefined || second === undefined) throw new Error('no keys');
    const [one, two] = [publicKeyOf(first), publicKeyOf(second)];
    for (const key of keys.slice(2, 512)) publicKeyOf(key);
    expect(publicKeyOf(first)).toBe(one);
    for (const key of keys.slice(512)) publicKeyOf(key);
    expect(publicKeyOf(first)).toBe(one);
    expect(publicKeyOf(second)).not.toBe(two);
  });

  it.each([
    ['rsa', null, ''],
    ['rsa', null, '3000'],
    ['ecdsa', 'P-256', '300d 3007 0605 2b0e03021a 0302 0004'],
    ['ed25519', null, 'deadbeef'],
  ])('OpenSSL has no use for %s %s "%s"', (keyType, curve, spki) => {
    expect(publicKeyOf({ spki: hex(spki), keyType, keyBits: null, curve })).toBeNull();
  });
});
