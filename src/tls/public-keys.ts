import { createPublicKey, type KeyObject } from 'node:crypto';
import type { Certificate } from '../model/certificate.js';
import { contentOf, DerReader, TAG } from '../x509/der.js';

const REMEMBERED_KEYS = 512;

/** Least recently used last-in-first: a Map keeps the order of insertion. */
const remembered = new Map<string, KeyObject>();

/** The part of a certificate that a key is imported from. */
export type KeySource = Pick<Certificate, 'spki' | 'spkiSha256' | 'keyType' | 'curve'>;

/** A certificate's public key; null when OpenSSL has no use for it. The last 512 are remembered by their hash. */
export function publicKeyOf(source: KeySource): KeyObject | null {
  const { spki, spkiSha256 } = source;
  if (spki === null || spkiSha256 === null) return null;
  const known = remembered.get(spkiSha256);
  if (known !== undefined) {
    remembered.delete(spkiSha256);
    remembered.set(spkiSha256, known);
    return known;
  }
  const key = importKey(spki, source);
  if (key === null) return null;
  remembered.set(spkiSha256, key);
  const oldest = remembered.size > REMEMBERED_KEYS ? remembered.keys().next().value : undefined;
  if (oldest !== undefined) remembered.delete(oldest);
  return key;
}

/** SPKI is OpenSSL's slowest way in: PKCS#1 is imported thirty times as fast, a JWK twice (Node 20, OpenSSL 3.0). */
function importKey(spki: Uint8Array, { keyType, curve }: KeySource): KeyObject | null {
  try {
    if (keyType === 'rsa') return createPublicKey({ key: keyBits(spki), format: 'der', type: 'pkcs1' });
    if (keyType === 'ecdsa' && curve === 'P-256') return importP256(keyBits(spki));
    return createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });
  } catch {
    return null;
  }
}

/** The content of subjectPublicKey (RFC 5280 §4.1.2.7), behind its count of unused bits. */
function keyBits(spki: Uint8Array): Buffer {
  const reader = new DerReader(spki, 'spki').enter(TAG.sequence, 'subjectPublicKeyInfo');
  reader.read(TAG.sequence, 'algorithm');
  return Buffer.from(contentOf(reader.bytes, reader.read(TAG.bitString, 'subjectPublicKey')).subarray(1));
}

function importP256(point: Buffer): KeyObject {
  if (point.length !== 65 || point[0] !== 4) throw new RangeError('not an uncompressed point');
  const key = {
    kty: 'EC',
    crv: 'P-256',
    x: point.toString('base64url', 1, 33),
    y: point.toString('base64url', 33),
  };
  return createPublicKey({ key, format: 'jwk' });
}
