import type { Certificate } from '../model/certificate.js';
import type { Expectation, ExpectedCertificate, ExpectedDigest } from '../model/expectation.js';
import { coversHost } from './identity.js';

/** Whether a certificate is what should be served, and if not, each contradiction in one sentence. */
export interface Satisfaction {
  readonly satisfied: boolean;
  readonly contradictions: readonly string[];
}

/**
 * With certificates expected it must be one of them; without, it must cover the name (RFC 9525). Dates and trust are
 * findings, not part of this.
 */
export function satisfies(
  certificate: Certificate,
  expectation: Expectation | null,
  host: string,
  kind: 'name' | 'ip',
): Satisfaction {
  const contradictions: string[] = [];
  const expected = expectation?.certificates ?? [];
  if (expected.length > 0) {
    if (!expected.some(({ digest }) => hasDigest(certificate, digest)))
      contradictions.push(notOneOf(certificate, expected));
  } else if (!coversHost(certificate, host, kind)) {
    contradictions.push(`${host} is not among the certificate's names (${listNames(certificate)})`);
  }
  return { satisfied: contradictions.length === 0, contradictions };
}

/** Whether the certificate has this digest. */
export function hasDigest(certificate: Certificate, digest: ExpectedDigest): boolean {
  return (digest.algorithm === 'sha256' ? certificate.sha256 : certificate.thumbprint) === digest.hex;
}

function notOneOf(certificate: Certificate, expected: readonly ExpectedCertificate[]): string {
  const digests = expected.slice(0, MAX_LISTED).map(({ digest }) => digest.hex);
  const more = expected.length > MAX_LISTED ? ` and ${expected.length - MAX_LISTED} more` : '';
  const served = expected.every(({ digest }) => digest.algorithm === 'sha1')
    ? certificate.thumbprint
    : certificate.sha256;
  return `served ${served}, expected ${digests.join(' or ')}${more}`;
}

const MAX_LISTED = 5;

function listNames(certificate: Certificate): string {
  const names = [...certificate.dnsNames.slice(0, MAX_LISTED), ...certificate.ipAddresses.slice(0, MAX_LISTED)];
  if (names.length === 0) return certificate.problem === null ? 'it has none' : 'none could be read';
  const rest = certificate.dnsNames.length + certificate.ipAddresses.length - names.length;
  return `${names.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}
