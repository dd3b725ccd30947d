import { contentOf, DerError, DerReader, TAG, wholeOf } from '../x509/der.js';
import { type PublicKeyFacts, readPublicKey } from '../x509/public-key.js';

/** The key of an end-entity certificate: a view of its SubjectPublicKeyInfo, and what kind of key that is. */
export interface LeafKey extends PublicKeyFacts {
  readonly spki: Uint8Array;
}

/**
 * Walks to the key (RFC 5280 §4.1) and reads nothing on the way: describing a whole certificate costs twenty times as
 * much, and is the report's business. Null when the DER does not lead there.
 */
export function leafKey(der: Uint8Array): LeafKey | null {
  try {
    const tbs = new DerReader(der, 'certificate').enter(TAG.sequence, 'certificate').enter(TAG.sequence, 'tbs');
    tbs.optional(0xa0, 'version');
    tbs.read(TAG.integer, 'serialNumber');
    for (const field of ['signature', 'issuer', 'validity', 'subject']) tbs.read(TAG.sequence, field);
    const spki = tbs.read(TAG.sequence, 'subjectPublicKeyInfo');
    const facts = readPublicKey(tbs.inside(spki, 'subjectPublicKeyInfo'));
    return { ...facts, spki: wholeOf(der, spki) };
  } catch (error) {
    if (error instanceof DerError) return null;
    throw error;
  }
}

/** The content of subjectPublicKey, behind its count of unused bits: a PKCS#1 key, a point. */
export function keyBits({ spki }: LeafKey): Uint8Array {
  const reader = new DerReader(spki, 'spki').enter(TAG.sequence, 'subjectPublicKeyInfo');
  reader.read(TAG.sequence, 'algorithm');
  return contentOf(spki, reader.read(TAG.bitString, 'subjectPublicKey')).subarray(1);
}
