import type { Certificate } from '../model/certificate.js';
import type { ReportedCertificate } from '../model/report.js';

/** A certificate as the report shows it. Names are null when a fault kept them from being read, empty when there are none. */
export function describeCertificate(certificate: Certificate): ReportedCertificate {
  const { problem } = certificate;
  const unread = problem !== null && certificate.dnsNames.length === 0 && certificate.ipAddresses.length === 0;
  return {
    subject: certificate.subject,
    issuer: certificate.issuer,
    serialNumber: certificate.serialNumber,
    notBefore: certificate.notBefore,
    notAfter: certificate.notAfter,
    dnsNames: unread ? null : certificate.dnsNames,
    ipAddresses: unread ? null : certificate.ipAddresses,
    thumbprint: certificate.thumbprint,
    spkiSha256: certificate.spkiSha256,
    keyType: certificate.keyType,
    keyBits: certificate.keyBits,
    signatureAlgorithm: certificate.signatureAlgorithm,
    selfSigned: certificate.selfSigned,
    knownAs: certificate.knownAs,
    ...(problem === null ? {} : { problem }),
  };
}
