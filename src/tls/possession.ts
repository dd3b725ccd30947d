import { constants, type KeyObject, verify } from 'node:crypto';
import type { Certificate } from '../model/certificate.js';
import { type PossessionVerdict, unchecked } from './evidence.js';
import { publicKeyOf } from './public-keys.js';
import type { SignatureScheme } from './signature-schemes.js';

/** Larger RSA keys are not computed with: CVE-2023-29409. */
const MAX_RSA_BITS = 8192;

/** The curves that signature schemes know (RFC 8446 §4.2.3). */
const CURVES: readonly (string | null)[] = ['P-256', 'P-384', 'P-521'];
const KEY_TYPES: readonly string[] = ['rsa', 'rsa-pss', 'ecdsa', 'ed25519', 'ed448', 'dsa'];

/** The certificate's key, as far as a verdict needs it. */
export type LeafKey = Pick<Certificate, 'spki' | 'spkiSha256' | 'keyType' | 'keyBits' | 'curve'>;

/**
 * Why signatures of this key are not looked at; null when they are. An algorithm that we do not know is named by its OID.
 */
export function unverifiable({ spki, keyType, keyBits, curve }: LeafKey): string | null {
  if (spki === null || keyType === null) return 'certificate-unreadable';
  if (!KEY_TYPES.includes(keyType)) return keyType;
  if (keyType === 'ecdsa' && !CURVES.includes(curve)) return 'unsupported-curve';
  if (keyType.startsWith('rsa') && (keyBits === null || keyBits > MAX_RSA_BITS)) return 'key-too-large';
  return null;
}

/** RFC 8446 §4.2.3: the code says which kind of key signs. */
export const SCHEME_DOES_NOT_FIT: PossessionVerdict = { possession: 'failed', reason: 'scheme-does-not-fit-key' };

/** Whether `signature` over `content` shows that the server holds the certificate's key. */
export function provePossession(
  key: LeafKey,
  scheme: SignatureScheme,
  content: Uint8Array,
  signature: Uint8Array,
): PossessionVerdict {
  if (scheme.keyType !== key.keyType) return SCHEME_DOES_NOT_FIT;
  const publicKey = publicKeyOf(key);
  if (publicKey === null) return unchecked('key-unusable');
  return verifies(publicKey, scheme, content, signature)
    ? { possession: 'proved', reason: null }
    : { possession: 'failed', reason: 'signature-does-not-verify' };
}

function verifies(key: KeyObject, scheme: SignatureScheme, content: Uint8Array, signature: Uint8Array): boolean {
  const padding =
    scheme.padding === 'pss'
      ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }
      : {};
  try {
    return verify(scheme.hash, content, { key, ...padding }, signature);
  } catch {
    // A signature that OpenSSL will not even look at does not verify.
    return false;
  }
}
