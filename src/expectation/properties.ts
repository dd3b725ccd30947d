import { UsageError } from '../errors.js';
import type { ExpectedKey } from '../model/expectation.js';
import { plainSerial } from '../x509/satisfies.js';

const PIN_PREFIX = /^(?:pin-)?sha-?256(?:\/\/?|[:=])\s*/i;

/**
 * A pin of a public key: SHA-256 of its SubjectPublicKeyInfo, in base64 (RFC 7469 §2.4 `pin-sha256="…"`, curl's
 * `sha256//…`) or hex. Returns lower-case hex. Throws UsageError `bad-fingerprint`.
 */
export function parsePin(text: string): string {
  const body = text
    .trim()
    .replace(PIN_PREFIX, '')
    .replace(/^"(.*)"$/, '$1');
  if (/^[A-Za-z0-9+/]{43}=$/.test(body)) return Buffer.from(body, 'base64').toString('hex');
  const digits = body.replace(/[\s:-]/g, '').toLowerCase();
  if (/^[0-9a-f]{64}$/.test(digits)) return digits;
  throw new UsageError(
    'bad-fingerprint',
    `not a pin: ${quoted(text)}`,
    'Give the SHA-256 of the public key in base64 (44 characters) or hex (64 digits).',
  );
}

/** A serial number in hex, with the separators and the `0x` that tools print. Throws UsageError `bad-option`. */
export function parseSerialNumber(text: string): string {
  const digits = text
    .trim()
    .replace(/^(-?)0x/i, '$1')
    .replace(/[\s:]/g, '');
  if (/^-?[0-9a-fA-F]{1,128}$/.test(digits)) return plainSerial(digits);
  throw new UsageError(
    'bad-option',
    `not a serial number: ${quoted(text)}`,
    'Give it in hex, as the certificate shows it.',
  );
}

const KEY_TYPES: Readonly<Record<string, string>> = {
  rsa: 'rsa',
  'rsa-pss': 'rsa-pss',
  ecdsa: 'ecdsa',
  ec: 'ecdsa',
  ecc: 'ecdsa',
  ed25519: 'ed25519',
  ed448: 'ed448',
  dsa: 'dsa',
};

/** A kind of key with an optional least size: `rsa`, `rsa:3072`, `ecdsa:384`. Throws UsageError `bad-option`. */
export function parseExpectedKey(text: string): ExpectedKey {
  const [, word = '', bits] = /^([a-z0-9-]+)(?::(\d{2,5}))?$/.exec(text.trim().toLowerCase()) ?? [];
  const type = Object.hasOwn(KEY_TYPES, word) ? KEY_TYPES[word] : undefined;
  if (type !== undefined) return { type, minBits: bits === undefined ? null : Number(bits) };
  throw new UsageError(
    'bad-option',
    `not a kind of key: ${quoted(text)}`,
    'Known are rsa, ecdsa, ed25519, ed448, rsa-pss and dsa, with a least size if wanted: rsa:3072.',
  );
}

function quoted(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);
}
