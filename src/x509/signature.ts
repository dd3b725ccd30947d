import { constants, createPublicKey, verify } from 'node:crypto';
import type { Certificate } from '../model/certificate.js';
import { contentOf, DerError, DerReader, readOid, TAG, wholeOf } from './der.js';
import { HASHES, SIGNATURE_ALGORITHMS } from './oids.js';

/** RSA and DSA keys above this are never used: one check could take seconds (CVE-2023-29409). */
const MAX_VERIFIED_BITS = 8192;

/** A certificate's signature taken apart (RFC 5280 §4.1.1). Views into the DER. */
export interface CertificateSignature {
  /** What was signed. */
  readonly tbs: Uint8Array;
  /** As in {@link Certificate.signatureAlgorithm}. */
  readonly algorithm: string;
  /** `sha1`, `sha256` …; null when the algorithm has its own, or it is not known. */
  readonly hash: string | null;
  /** RSASSA-PSS: bytes of salt; null otherwise. */
  readonly saltLength: number | null;
  readonly value: Uint8Array;
}

type SignedParts = Pick<Certificate, 'der'>;
type KeyParts = Pick<Certificate, 'spki' | 'keyType' | 'keyBits' | 'curve'>;

/** Takes the signature of a certificate apart; null when its DER does not allow it. */
export function readSignature(certificate: SignedParts): CertificateSignature | null {
  try {
    const outer = new DerReader(certificate.der, 'certificate').enter(TAG.sequence, 'certificate');
    const tbs = wholeOf(outer.bytes, outer.read(TAG.sequence, 'tbsCertificate'));
    const identifier = outer.enter(TAG.sequence, 'signatureAlgorithm');
    const oid = readOid(identifier, 'algorithm');
    const bits = contentOf(outer.bytes, outer.read(TAG.bitString, 'signatureValue'));
    const algorithm = SIGNATURE_ALGORITHMS[oid] ?? oid;
    const pss = algorithm === 'rsassaPss' ? readPssParameters(identifier) : null;
    return {
      tbs,
      algorithm,
      hash: pss?.hash ?? hashOf(algorithm),
      saltLength: pss?.saltLength ?? null,
      value: bits.subarray(1),
    };
  } catch (error) {
    if (error instanceof DerError) return null;
    throw error;
  }
}

/**
 * Whether the certificate's signature verifies with that key. Null when it cannot be told: an algorithm that this Node does
 * not have, explicit curve parameters, a key too large to be used, or an unreadable structure.
 */
export function verifySignature(certificate: SignedParts, issuer: KeyParts): boolean | null {
  if (issuer.spki === null || !isUsable(issuer)) return null;
  const signature = readSignature(certificate);
  if (signature === null || !fits(signature.algorithm, issuer.keyType)) return signature === null ? null : false;
  if (signature.hash === null && HASHED.test(signature.algorithm)) return null;
  try {
    const key = createPublicKey({ key: Buffer.from(issuer.spki), format: 'der', type: 'spki' });
    const padding =
      signature.saltLength === null
        ? {}
        : { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: signature.saltLength };
    return verify(signature.hash, signature.tbs, { key, ...padding }, signature.value);
  } catch {
    // OpenSSL's refusal of a key or an algorithm is not a verdict on the signature.
    return null;
  }
}

const HASHED = /rsa|dsa-with/i;

function isUsable({ keyType, keyBits, curve }: KeyParts): boolean {
  if (keyType === 'ecdsa') return curve !== null;
  if (keyType === 'rsa' || keyType === 'rsa-pss' || keyType === 'dsa')
    return keyBits !== null && keyBits <= MAX_VERIFIED_BITS;
  return keyType !== null;
}

/** An RSA signature says nothing about an EC key. Algorithms that are not known may fit any key. */
function fits(algorithm: string, keyType: string | null): boolean {
  if (algorithm === 'rsassaPss') return keyType === 'rsa' || keyType === 'rsa-pss';
  if (algorithm.endsWith('WithRSAEncryption')) return keyType === 'rsa';
  if (algorithm.startsWith('ecdsa-')) return keyType === 'ecdsa';
  if (algorithm.startsWith('dsa-')) return keyType === 'dsa';
  if (algorithm === 'ed25519' || algorithm === 'ed448') return keyType === algorithm;
  return true;
}

function hashOf(algorithm: string): string | null {
  return (
    /^(md5|sha\d+)With|-with-(SHA\d+)$/
      .exec(algorithm)
      ?.slice(1)
      .find((hash) => hash !== undefined)
      ?.toLowerCase() ?? null
  );
}

/** RFC 4055 §3.1: absent fields mean SHA-1 and 20 bytes of salt. MGF1 with another hash than the message's is not supported. */
function readPssParameters(identifier: DerReader): { readonly hash: string | null; readonly saltLength: number } {
  if (identifier.atEnd) return { hash: 'sha1', saltLength: 20 };
  const parameters = identifier.enter(TAG.sequence, 'parameters');
  const hash = parameters.peek() === 0xa0 ? readHash(parameters.enter(0xa0, 'hashAlgorithm')) : 'sha1';
  let mask: string | null = 'sha1';
  if (parameters.peek() === 0xa1) {
    const generator = parameters.enter(0xa1, 'maskGenAlgorithm').enter(TAG.sequence, 'algorithm');
    readOid(generator, 'mgf');
    mask = readHash(generator);
  }
  let saltLength = 20;
  if (parameters.peek() === 0xa2) {
    const salt = parameters.enter(0xa2, 'saltLength').read(TAG.integer, 'saltLength');
    saltLength = contentOf(parameters.bytes, salt).reduce((sum, byte) => Math.min(sum * 256 + byte, 0xffff), 0);
  }
  return { hash: hash === mask ? hash : null, saltLength };
}

function readHash(reader: DerReader): string | null {
  return HASHES[readOid(reader.enter(TAG.sequence, 'hash'), 'algorithm')] ?? null;
}
