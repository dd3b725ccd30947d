import type { Certificate } from '../model/certificate.js';
import { isSelfIssued } from './path.js';
import { readSignature } from './signature.js';

/** A weakness with its sources. */
export interface Weakness {
  /** One phrase: `an RSA key of 1024 bits`. */
  readonly what: string;
  readonly citations: readonly string[];
}

const KEY_SIZES = 'CA/B Forum Baseline Requirements §6.1.5';

/** What is weak about the public key; null when nothing is, or it is of a kind that this table does not judge. */
export function weakKey(certificate: Certificate): Weakness | null {
  const { keyType, keyBits, curve } = certificate;
  switch (keyType) {
    case 'rsa':
    case 'rsa-pss':
      return keyBits !== null && keyBits < 2048
        ? { what: `an RSA key of ${keyBits} bits`, citations: [KEY_SIZES, 'NIST SP 800-131A rev. 2 §3'] }
        : null;
    case 'ecdsa':
      if (curve === null) {
        return { what: 'an EC key with explicit curve parameters', citations: ['RFC 5480 §2.1.1', 'RFC 8422 §5.1.1'] };
      }
      return keyBits !== null && keyBits < 256
        ? { what: `an EC key of ${keyBits} bits`, citations: [KEY_SIZES, 'RFC 8422 §5.1.1'] }
        : null;
    case 'dsa':
      return { what: 'a DSA key', citations: [KEY_SIZES, 'RFC 8446 §4.2.3'] };
    default:
      return null;
  }
}

/**
 * What is weak about the signature; null when nothing is. The signature of a self-issued certificate protects nothing (whoever
 * trusts it trusts its bytes), so it is never weak.
 */
export function weakSignature(certificate: Certificate): Weakness | null {
  if (isSelfIssued(certificate)) return null;
  const hash = /md2|md5|sha1$|sha1With/i.exec(certificate.signatureAlgorithm ?? '')?.[0] ?? pssHash(certificate);
  if (hash === null) return null;
  const name = hash.toLowerCase().startsWith('sha1') ? 'SHA-1' : hash.toUpperCase();
  return {
    what: `a signature over ${name} (${certificate.signatureAlgorithm})`,
    citations: ['CA/B Forum Baseline Requirements §7.1.3.2', name === 'SHA-1' ? 'RFC 8446 §4.4.2.2' : 'RFC 6151 §2'],
  };
}

function pssHash(certificate: Certificate): string | null {
  if (certificate.signatureAlgorithm !== 'rsassaPss') return null;
  return readSignature(certificate)?.hash === 'sha1' ? 'sha1' : null;
}
