import { constants, type KeyObject, verify } from 'node:crypto';
import { type PossessionVerdict, unchecked } from './evidence.js';
import { misbehaved } from './fault.js';
import type { LeafKey } from './leaf-key.js';
import { publicKeyOf } from './public-keys.js';
import type { SignatureScheme } from './signature-schemes.js';

/** Larger RSA keys are not computed with: CVE-2023-29409. */
const MAX_RSA_BITS = 8192;

/** The curves that signature schemes know (RFC 8446 §4.2.3). */
const CURVES: readonly (string | null)[] = ['P-256', 'P-384', 'P-521'];
const KEY_TYPES: readonly string[] = ['rsa', 'rsa-pss', 'ecdsa', 'ed25519', 'ed448', 'dsa'];

/** Why signatures of this key are not looked at; null when they are. An algorithm that we do not know is named by its OID. */
function unverifiable({ keyType, keyBits, curve }: LeafKey): string | null {
  if (!KEY_TYPES.includes(keyType)) return keyType;
  if (keyType === 'ecdsa' && !CURVES.includes(curve)) return 'unsupported-curve';
  if (keyType.startsWith('rsa') && (keyBits === null || keyBits > MAX_RSA_BITS)) return 'key-too-large';
  return null;
}

/** A handshake's signature, and what it has to fit. */
export interface HandshakeSignature {
  /** Null when its code is none that we know. */
  readonly scheme: SignatureScheme | null;
  /** For the report: a IANA name or a code. */
  readonly schemeName: string | null;
  readonly offered: boolean;
  /** TLS 1.3: some schemes are not allowed, and the curves are part of the scheme (RFC 8446 §4.2.3). */
  readonly tls13: boolean;
  readonly content: Uint8Array;
  readonly signature: Uint8Array;
}

/**
 * Whether the signature shows that the server holds the certificate's key. A scheme that the client did not offer is
 * `misbehaved`: it may verify, so it says nothing against the key.
 */
export function judgePossession(key: LeafKey | null, signature: HandshakeSignature): PossessionVerdict {
  if (key === null) return unchecked('certificate-unreadable');
  const reason = unverifiable(key);
  if (reason !== null) return unchecked(reason);
  const { scheme, schemeName, tls13 } = signature;
  if (scheme === null || !signature.offered) {
    throw misbehaved('signature-scheme-not-offered', { signatureScheme: schemeName });
  }
  if (tls13 && !scheme.inTls13) throw misbehaved('signature-scheme-not-allowed', { signatureScheme: schemeName });
  const fits = scheme.keyType === key.keyType && (!tls13 || scheme.curve === null || scheme.curve === key.curve);
  if (!fits) return { possession: 'failed', reason: 'scheme-does-not-fit-key' };
  const publicKey = publicKeyOf(key);
  if (publicKey === null) return unchecked('key-unusable');
  const verified = verifies(publicKey, scheme, signature);
  if (verified === null) return unchecked('signature-scheme-unusable');
  return verified
    ? { possession: 'proved', reason: null }
    : { possession: 'failed', reason: 'signature-does-not-verify' };
}

/** An RSASSA-PSS key that names its hash may sign with no other (RFC 4055 §3.3). */
const NOT_ALLOWED_BY_KEY = 'ERR_OSSL_DIGEST_NOT_ALLOWED';

/** Null when this machine's OpenSSL does not do it: SHA-1 and MD5 are forbidden by policy on some systems (RHEL 9, FIPS). */
function verifies(key: KeyObject, scheme: SignatureScheme, { content, signature }: HandshakeSignature): boolean | null {
  const padding =
    scheme.padding === 'pss'
      ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }
      : {};
  try {
    return verify(scheme.hash, content, { key, ...padding }, signature);
  } catch (error) {
    // A signature is false, however malformed: what throws is the algorithm.
    return error instanceof Error && 'code' in error && error.code === NOT_ALLOWED_BY_KEY ? false : null;
  }
}
