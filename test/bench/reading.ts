import { X509Certificate } from 'node:crypto';
import { readCertificate } from '../../src/x509/read-certificate.js';
import { at, type Prepared, requireSame, type Technique } from './technique.js';

/** A certificate as plain data, every field. */
export const ownReader: Technique = {
  title: 'readCertificate',
  count: 40_000,
  warmUp: 20_000,
  prepare: async ({ certificates, fingerprints }) =>
    reading(certificates, (der, index) => requireSame(readCertificate(der).sha256, at(fingerprints, index), 'DER')),
};

/** OpenSSL's: nothing but the constructor. */
export const nodeReader: Technique = {
  title: 'new X509Certificate, no field asked for',
  count: 4_000,
  warmUp: 1_000,
  prepare: async ({ certificates }) => reading(certificates, (der) => new X509Certificate(der)),
};

function reading(certificates: readonly string[], read: (der: Buffer, index: number) => unknown): Prepared {
  const ders = certificates.map((der) => Buffer.from(der, 'base64'));
  return {
    run: async (first, count) => {
      for (let index = first; index < first + count; index += 1) read(at(ders, index), index);
      return 0;
    },
  };
}
