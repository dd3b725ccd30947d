import {
  createECDH,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  ECDH,
  generateKeyPairSync,
  type KeyObject,
} from 'node:crypto';
import { InternalError } from '../errors.js';
import { misbehaved, type PeerFault } from './fault.js';
import { type Group, group, groupName } from './groups.js';

/** Key pairs for key_share (RFC 8446 §4.2.8), one a group and run: nothing secret is ever sent with them. */
export interface KeyShares {
  /** The public value: 32 bytes for X25519, an uncompressed point for the others. */
  publicKey(group: number): Uint8Array;
  /** The shared secret (RFC 8446 §7.4.2). A public value that is no point, or leads to zero, is `misbehaved`. */
  agree(group: number, peerPublicKey: Uint8Array): Uint8Array;
}

/**
 * Refuses what is no public value of the group, without making a secret of it: TLS 1.2 has no use for one before the
 * client's own key. On the curves every point will do; for X25519 only the result tells (RFC 7748 §6.1).
 */
export function requirePublicKey(known: Group, publicKey: Uint8Array, keyShares: KeyShares): void {
  if (known.curve === null) {
    keyShares.agree(known.code, publicKey);
    return;
  }
  requirePoint(known, publicKey);
  try {
    ECDH.convertKey(publicKey, known.curve);
  } catch {
    throw badPoint(known);
  }
}

interface KeyPair {
  readonly publicKey: Uint8Array;
  agree(peerPublicKey: Uint8Array): Uint8Array;
}

/** Private keys by group, for transcripts that are replayed: 32 bytes for X25519, a scalar for the others. */
export type GivenPrivateKeys = ReadonlyMap<number, Uint8Array>;

/** Each pair is made when it is first needed. */
export function makeKeyShares(given: GivenPrivateKeys = new Map()): KeyShares {
  const pairs = new Map<number, KeyPair>();
  const pairOf = (code: number): KeyPair => {
    const known = pairs.get(code);
    if (known !== undefined) return known;
    const made = makePair(code, given.get(code) ?? null);
    pairs.set(code, made);
    return made;
  };
  return {
    publicKey: (code) => pairOf(code).publicKey,
    agree: (code, peerPublicKey) => pairOf(code).agree(peerPublicKey),
  };
}

function makePair(code: number, privateKey: Uint8Array | null): KeyPair {
  const known = group(code);
  if (known === null) throw new InternalError(`no key exchange for group ${groupName(code)}`);
  return known.curve === null ? x25519Pair(known, privateKey) : curvePair(known, known.curve, privateKey);
}

/** RFC 7748 §5. */
function x25519Pair(known: Group, given: Uint8Array | null): KeyPair {
  const privateKey = given === null ? generateKeyPairSync('x25519').privateKey : importX25519(given);
  const { x } = createPublicKey(privateKey).export({ format: 'jwk' });
  if (x === undefined) throw new InternalError('an X25519 key without a public value');
  return {
    publicKey: new Uint8Array(Buffer.from(x, 'base64url')),
    agree: (peer) => {
      requireLength(known, peer);
      try {
        // A JWK is imported ten times as fast as SPKI DER (facts/performance.md).
        const key = { kty: 'OKP', crv: 'X25519', x: Buffer.from(peer).toString('base64url') };
        return diffieHellman({ privateKey, publicKey: createPublicKey({ key, format: 'jwk' }) });
      } catch {
        // OpenSSL refuses the one result that RFC 8446 §7.4.2 tells clients to refuse.
        throw misbehaved('all-zero-shared-secret', { group: known.name });
      }
    },
  };
}

/** RFC 8410 §7: the DER in front of a private key. */
const X25519_PKCS8 = Buffer.from('302e020100300506032b656e04220420', 'hex');

function importX25519(bytes: Uint8Array): KeyObject {
  return createPrivateKey({ key: Buffer.concat([X25519_PKCS8, bytes]), format: 'der', type: 'pkcs8' });
}

/** RFC 8422 §5.4: uncompressed points alone. */
const UNCOMPRESSED = 4;

function curvePair(known: Group, curve: string, given: Uint8Array | null): KeyPair {
  const ecdh = createECDH(curve);
  if (given === null) ecdh.generateKeys();
  else ecdh.setPrivateKey(given);
  return {
    publicKey: new Uint8Array(ecdh.getPublicKey()),
    agree: (peer) => {
      requirePoint(known, peer);
      try {
        return ecdh.computeSecret(peer);
      } catch {
        throw badPoint(known);
      }
    },
  };
}

function requireLength(known: Group, publicKey: Uint8Array): void {
  if (publicKey.length !== known.publicKeyBytes) throw badPoint(known);
}

function requirePoint(known: Group, publicKey: Uint8Array): void {
  requireLength(known, publicKey);
  if (publicKey[0] !== UNCOMPRESSED) throw badPoint(known);
}

function badPoint({ name }: Group): PeerFault {
  return misbehaved('bad-point', { group: name });
}
