import { UsageError } from '../errors.js';
import type { ExpectedDigest } from '../model/expectation.js';

/** Left-to-right marks, byte order marks and their like: Windows' certificate dialog puts U+200E before a copied thumbprint. */
const INVISIBLE = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/g;
/** `SHA256 Fingerprint=` as openssl prints it, `sha-1:` and the like. */
const PREFIX = /^(sha-?(?:256|1))(?:\s+fingerprint)?\s*[=:]\s*/i;
const SEPARATORS = /[\s:.-]/g;

/**
 * A certificate's digest as people copy it: SHA-256, or the SHA-1 thumbprint that Windows shows; colons, dashes, dots or
 * spaces between the digits, either case, invisible marks. Throws UsageError `bad-fingerprint`.
 */
export function parseFingerprint(text: string): ExpectedDigest {
  const visible = text.replace(INVISIBLE, '').trim();
  const prefix = PREFIX.exec(visible);
  const digits = visible
    .slice(prefix?.[0].length ?? 0)
    .replace(SEPARATORS, '')
    .toLowerCase();
  const algorithm = digits.length === 64 ? 'sha256' : digits.length === 40 ? 'sha1' : null;
  if (algorithm === null || !/^[0-9a-f]+$/.test(digits)) throw refusal(visible, digits);
  const named = prefix?.[1]?.toLowerCase().replace('-', '');
  if (named !== undefined && named !== algorithm) {
    throw new UsageError(
      'bad-fingerprint',
      `not a fingerprint: ${digits.length} digits are no ${named.toUpperCase()} digest`,
    );
  }
  return { algorithm, hex: digits };
}

function refusal(visible: string, digits: string): UsageError {
  const shown = JSON.stringify(visible.length > 80 ? `${visible.slice(0, 80)}…` : visible);
  if (/^(?:pin-)?(?:sha256\/\/)?[A-Za-z0-9+/]{43}=$/.test(visible)) {
    return new UsageError(
      'bad-fingerprint',
      `${shown} is a base64 digest, perhaps of a public key`,
      'A certificate is named in hex.',
    );
  }
  if (/^[0-9a-f]{32}$/.test(digits)) {
    return new UsageError('bad-fingerprint', `${shown} is an MD5 digest, which names no certificate safely`, EXPECTED);
  }
  const reason = /^[0-9a-f]*$/.test(digits)
    ? `has ${digits.length} hex digits`
    : 'has characters that are no hex digits';
  return new UsageError('bad-fingerprint', `not a fingerprint: ${shown} ${reason}`, EXPECTED);
}

const EXPECTED = 'Give 64 hex digits (SHA-256) or 40 (SHA-1, the thumbprint that Windows shows).';
