/** The worlds' certificates as DER: deterministic, with signatures of zeros. Readers read them; trust is the harness's word. */
import type { Certificate } from '../../src/model/certificate.js';
import { readCertificate } from '../../src/x509/read-certificate.js';
import { alternativeNames, certificate, concat, hex, name, oid, seq, tlv, utf8 } from '../support/der.js';
import { certificateOf } from './certificates.js';

/** When every world is looked at. */
export const NOW = new Date('2026-11-20T06:00:00Z');

/** Of one year's life: an earlier edition is past two thirds of it, and has more than 30 days left. */
const VALIDITY = {
  '-1': ['260115000000Z', '270115000000Z'],
  '0': ['261001000000Z', '271001000000Z'],
  '1': ['261110000000Z', '271110000000Z'],
} as const;
const EXPIRED = {
  '-1': ['250115000000Z', '260115000000Z'],
  '0': ['251001000000Z', '261001000000Z'],
  '1': ['251110000000Z', '261110000000Z'],
} as const;

const RSA_WITH_SHA256 = seq(oid('1.2.840.113549.1.1.11'), hex('0500'));
const PUBLIC_ISSUER = name(['2.5.4.10', utf8('Worlds Public CA')], ['2.5.4.3', utf8('Worlds Issuing CA 1')]);
const PRIVATE_ISSUER = name(['2.5.4.10', utf8('Gateway')], ['2.5.4.3', utf8('Gateway Inspection CA')]);

/** The certificate that a word stands for. */
export function certificateFor(word: string): Certificate {
  const known = made.get(word);
  if (known !== undefined) return known;
  const one = readCertificate(derOf(word));
  if (one.problem !== null) throw new Error(`${word}: ${one.problem}`);
  made.set(word, one);
  words.set(one.sha256, word);
  return one;
}

/** The word of a fingerprint, for legible failures. */
export function wordFor(sha256: string): string {
  return words.get(sha256) ?? sha256.slice(0, 12);
}

const made = new Map<string, Certificate>();
const words = new Map<string, string>();

function derOf(word: string): Uint8Array {
  const { names, keyType, edition, expired, trusted } = certificateOf(word);
  const serial = hashOf(word);
  const [from, until] = (expired ? EXPIRED : VALIDITY)[`${edition}`];
  return certificate({
    serial: tlv(0x02, [0x01], serial.subarray(0, 7)),
    algorithm: RSA_WITH_SHA256,
    issuer: trusted ? PUBLIC_ISSUER : PRIVATE_ISSUER,
    validity: seq(tlv(0x17, from), tlv(0x17, until)),
    subject: name(['2.5.4.3', utf8(names[0] ?? word)]),
    spki: keyType === 'rsa' ? rsaKey(serial) : ecKey(),
    extensions: [alternativeNames(names)],
  });
}

/** A modulus of 2048 bits that nobody factors and nobody uses: it differs with the word. */
function rsaKey(seed: Uint8Array): Uint8Array {
  const modulus = new Uint8Array(256).map((_, index) =>
    index === 0 ? 0xc1 : ((seed[index % seed.length] ?? 0) + index) & 0xff,
  );
  const key = seq(tlv(0x02, [0x00], modulus), hex('0203010001'));
  return seq(seq(oid('1.2.840.113549.1.1.1'), hex('0500')), tlv(0x03, [0x00], key));
}

/** The generator of P-256 (SEC 2, 2.4.2): a valid point. */
function ecKey(): Uint8Array {
  const point = hex(
    '046b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c2964fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5',
  );
  return seq(seq(oid('1.2.840.10045.2.1'), oid('1.2.840.10045.3.1.7')), tlv(0x03, [0x00], point));
}

/** FNV-1a, eight bytes: the same on every machine. */
function hashOf(word: string): Uint8Array {
  let state = 0xcbf29ce484222325n;
  for (const byte of concat([Buffer.from(word, 'latin1')]))
    state = ((state ^ BigInt(byte)) * 0x100000001b3n) & 0xffffffffffffffffn;
  return hex(state.toString(16).padStart(16, '0'));
}
