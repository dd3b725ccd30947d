import { UsageError } from '../errors.js';
import type { Certificate } from '../model/certificate.js';
import type { ExpectedCertificate } from '../model/expectation.js';
import { isIssuedBy, isSelfIssued } from '../x509/path.js';
import { readCertificate } from '../x509/read-certificate.js';
import { readCertificates } from './read-certificates.js';

/**
 * The certificate that a file says should be served: its end-entity certificate; authorities beside it are ignored. Throws
 * UsageError as `readCertificates` does, and `bad-file` when the file has several end-entity certificates.
 */
export function expectCertificateFile(bytes: Uint8Array, source: string): ExpectedCertificate {
  return expectEndEntity(readCertificates(bytes, source), source);
}

/** As {@link expectCertificateFile}, of certificates already read. */
export function expectEndEntity(ders: readonly Uint8Array[], source: string): ExpectedCertificate {
  const { sha256, der } = endEntity(ders, source);
  return { digest: { algorithm: 'sha256', hex: sha256 }, der, source };
}

/** The one end-entity certificate of a bundle. */
function endEntity(ders: readonly Uint8Array[], source: string): Certificate {
  const [leaf, another] = endEntities(ders);
  if (leaf === undefined) {
    throw new UsageError(
      'bad-file',
      `${source} holds ${ders.length} certificates, all of authorities; none is a server's`,
    );
  }
  if (another !== undefined) {
    throw new UsageError(
      'bad-file',
      `${source} holds several server certificates (${shown(leaf)}; ${shown(another)}); which one is meant cannot be told`,
      'Give one file for each: any of them is then right.',
    );
  }
  return leaf;
}

/** The end-entity certificates of a bundle, each once. A lone certificate is meant, whatever it is. */
export function endEntities(ders: readonly Uint8Array[]): readonly Certificate[] {
  const distinct = new Map<string, Certificate>();
  for (const certificate of ders.map(readCertificate)) distinct.set(certificate.sha256, certificate);
  const certificates = [...distinct.values()];
  return certificates.length === 1
    ? certificates
    : certificates.filter((certificate) => !isAuthorityOf(certificate, certificates));
}

/** Says basicConstraints; certificates of version 1 have none, there what they issued says it. */
function isAuthorityOf(certificate: Certificate, bundle: readonly Certificate[]): boolean {
  if (certificate.isAuthority !== null) return certificate.isAuthority && !isLoneSelfSigned(certificate, bundle);
  return bundle.some((other) => other !== certificate && isIssuedBy(other, certificate));
}

/** A self-signed server certificate is often marked as an authority: it is one only if it issued something here. */
function isLoneSelfSigned(certificate: Certificate, bundle: readonly Certificate[]): boolean {
  const hasNames = certificate.dnsNames.length + certificate.ipAddresses.length > 0;
  return (
    hasNames &&
    isSelfIssued(certificate) &&
    !bundle.some((other) => other !== certificate && isIssuedBy(other, certificate))
  );
}

function shown({ subject, sha256 }: Certificate): string {
  return `${subject === null || subject === '' ? 'without a subject' : subject}, ${sha256.slice(0, 16)}…`;
}
