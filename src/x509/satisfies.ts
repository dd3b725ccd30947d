import type { Certificate } from '../model/certificate.js';
import type { Expectation, ExpectedCertificate, ExpectedDigest, ExpectedKey } from '../model/expectation.js';
import { relate } from './edition.js';
import { coversHost } from './identity.js';
import { parseIp } from './ip-address.js';
import { isNamed } from './issuer-name.js';
import { readCertificate } from './read-certificate.js';

/** Whether a certificate is what should be served, and if not, each contradiction in one sentence. */
export interface Satisfaction {
  readonly satisfied: boolean;
  readonly contradictions: readonly string[];
}

/**
 * With certificates expected it must be one of them; without, it must cover the name (RFC 9525). Every property that is
 * expected must hold too. Dates (days left among them) and trust are findings, not part of this.
 */
export function satisfies(
  certificate: Certificate,
  expectation: Expectation | null,
  host: string,
  kind: 'name' | 'ip',
): Satisfaction {
  const contradictions = expectation === null ? [] : [...contradictionsOf(certificate, expectation)];
  const named = expectation !== null && expectation.certificates.length > 0;
  if (!named && !coversHost(certificate, host, kind)) {
    contradictions.push(`${host} is not among the certificate's names (${listNames(certificate)})`);
  }
  return { satisfied: contradictions.length === 0, contradictions };
}

/** What of the expectation the certificate contradicts, each in one sentence; the target's own name is not looked at. */
export function contradictionsOf(certificate: Certificate, expectation: Expectation): readonly string[] {
  const { certificates, spkiPins, serialNumbers, issuers, keys, names } = expectation;
  const found: string[] = [];
  if (certificates.length > 0 && !isExpected(certificate, expectation)) found.push(notOneOf(certificate, certificates));
  if (spkiPins.length > 0 && !(certificate.spkiSha256 !== null && spkiPins.includes(certificate.spkiSha256))) {
    found.push(`the public key is ${certificate.spkiSha256 ?? 'unreadable'}, expected ${anyOf(spkiPins)}`);
  }
  if (serialNumbers.length > 0 && !serialNumbers.includes(plainSerial(certificate.serialNumber ?? ''))) {
    found.push(`the serial number is ${certificate.serialNumber ?? 'unreadable'}, expected ${anyOf(serialNumbers)}`);
  }
  if (issuers.length > 0 && !issuers.some((issuer) => isNamed(issuer, certificate))) {
    found.push(`the issuer is ${certificate.issuer ?? 'unreadable'}, expected ${anyOf(issuers)}`);
  }
  if (keys.length > 0 && !keys.some((key) => hasKey(certificate, key))) {
    found.push(`the key is ${keyText(certificate)}, expected ${anyOf(keys.map(expectedKeyText))}`);
  }
  const missing = names.filter((name) => !coversHost(certificate, name, parseIp(name) === null ? 'name' : 'ip'));
  if (missing.length > 0) found.push(`it does not cover ${allOf(missing)} (it covers ${listNames(certificate)})`);
  return found;
}

/** Whether the certificate has this digest. */
function hasDigest(certificate: Certificate, digest: ExpectedDigest): boolean {
  return (digest.algorithm === 'sha256' ? certificate.sha256 : certificate.thumbprint) === digest.hex;
}

/** A serial number for comparing: lower-case hex without leading zeros. */
export function plainSerial(hex: string): string {
  return hex.toLowerCase().replace(/^(-?)0+(?=.)/, '$1');
}

function isExpected(certificate: Certificate, { certificates, acceptPrevious }: Expectation): boolean {
  if (certificates.some(({ digest }) => hasDigest(certificate, digest))) return true;
  return (
    acceptPrevious &&
    certificates.some(({ der }) => der !== null && relate(certificate, read(der)) === 'earlier-edition')
  );
}

const remembered = new WeakMap<Uint8Array, Certificate>();

/** Expected certificates are few and asked about for every target: each is read once. */
function read(der: Uint8Array): Certificate {
  const known = remembered.get(der) ?? readCertificate(der);
  remembered.set(der, known);
  return known;
}

function hasKey({ keyType, keyBits }: Certificate, { type, minBits }: ExpectedKey): boolean {
  return keyType === type && (minBits === null || (keyBits !== null && keyBits >= minBits));
}

function keyText({ keyType, keyBits }: Certificate): string {
  return keyType === null ? 'unreadable' : `${keyType}${keyBits === null ? '' : ` with ${keyBits} bits`}`;
}

function expectedKeyText({ type, minBits }: ExpectedKey): string {
  return minBits === null ? type : `${type} with at least ${minBits} bits`;
}

function notOneOf(certificate: Certificate, expected: readonly ExpectedCertificate[]): string {
  const sha1 = expected.every(({ digest }) => digest.algorithm === 'sha1');
  return `served ${sha1 ? certificate.thumbprint : certificate.sha256}, expected ${anyOf(expected.map(({ digest }) => digest.hex))}`;
}

const MAX_LISTED = 5;

function anyOf(texts: readonly string[]): string {
  const more = texts.length > MAX_LISTED ? ` and ${texts.length - MAX_LISTED} more` : '';
  return `${texts.slice(0, MAX_LISTED).join(' or ')}${more}`;
}

function allOf(texts: readonly string[]): string {
  const more = texts.length > MAX_LISTED ? ` and ${texts.length - MAX_LISTED} more` : '';
  return `${texts.slice(0, MAX_LISTED).join(', ')}${more}`;
}

function listNames(certificate: Certificate): string {
  const names = [...certificate.dnsNames, ...certificate.ipAddresses];
  if (names.length === 0) return certificate.problem === null ? 'it has none' : 'none could be read';
  return allOf(names);
}
