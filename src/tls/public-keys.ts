import { createPublicKey, type KeyObject } from 'node:crypto';
import { keyBits, type LeafKey } from './leaf-key.js';

const REMEMBERED_KEYS = 512;

/** By SPKI, the one used longest ago first: a Map keeps the order of insertion. */
const remembered = new Map<string, KeyObject>();

/** The key for `verify`; null when OpenSSL has no use for it. The last 512 are remembered: importing is the dear part. */
export function publicKeyOf(leaf: LeafKey): KeyObject | null {
  const id = Buffer.from(leaf.spki.buffer, leaf.spki.byteOffset, leaf.spki.length).toString('latin1');
  const key = remembered.get(id) ?? importKey(leaf);
  if (key === null) return null;
  remembered.delete(id);
  remembered.set(id, key);
  const oldest = remembered.size > REMEMBERED_KEYS ? remembered.keys().next().value : undefined;
  if (oldest !== undefined) remembered.delete(oldest);
  return key;
}

/** SPKI is OpenSSL's slowest way in: PKCS#1 is imported thirty times as fast, a JWK twice (Node 20, OpenSSL 3.0). */
function importKey(leaf: LeafKey): KeyObject | null {
  try {
    if (leaf.keyType === 'rsa') {
      return createPublicKey({ key: Buffer.from(keyBits(leaf)), format: 'der', type: 'pkcs1' });
    }
    const point = leaf.curve === 'P-256' ? Buffer.from(keyBits(leaf)) : null;
    if (point !== null && isUncompressed(point)) return importP256(point);
    return createPublicKey({ key: Buffer.from(leaf.spki), format: 'der', type: 'spki' });
  } catch {
    return null;
  }
}

/** Compressed points are rare and lawful (RFC 5480 §2.2): OpenSSL takes them by the slow way. */
function isUncompressed(point: Buffer): boolean {
  return point.length === 65 && point[0] === 4;
}

function importP256(point: Buffer): KeyObject {
  const [x, y] = [point.toString('base64url', 1, 33), point.toString('base64url', 33)];
  return createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' });
}
