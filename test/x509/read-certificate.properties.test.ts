import { X509Certificate } from 'node:crypto';
import { rootCertificates } from 'node:tls';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { createIssuer, type IssuedKeyType, type Issuer } from '../../src/lab/issue.js';
import type { Certificate } from '../../src/model/certificate.js';
import { coversHost } from '../../src/x509/identity.js';
import { splitPem } from '../../src/x509/pem.js';
import { readCertificate } from '../../src/x509/read-certificate.js';
import { alternativeNames, certificate } from '../support/der.js';

const NOW = new Date('2026-11-20T06:00:00Z');
let issuer: Issuer;
let leaf: Uint8Array;

beforeAll(async () => {
  issuer = (await createIssuer({ commonName: 'Root', clock: () => NOW })).subordinate('Intermediate', {
    organization: 'Größe, Inc.',
  });
  leaf = issuer.issue({
    dnsNames: ['a.example.com'],
    ipAddresses: ['::1'],
    keyType: 'rsa',
    keyBits: 1024,
  }).certificateDer;
});

/** What node's own reader says, in our words. */
function theirs(der: Uint8Array): Partial<Certificate> {
  const read = new X509Certificate(der);
  const digits = read.serialNumber.toLowerCase();
  const serial = digits.padStart(digits.length + (digits.length % 2), '0');
  return {
    sha256: read.fingerprint256.replaceAll(':', '').toLowerCase(),
    thumbprint: read.fingerprint.replaceAll(':', '').toLowerCase(),
    serialNumber: /^[89a-f]/.test(serial) ? `00${serial}` : serial,
    notBefore: new Date(read.validFrom).toISOString().replace('.000Z', 'Z'),
    notAfter: new Date(read.validTo).toISOString().replace('.000Z', 'Z'),
    spki: new Uint8Array(read.publicKey.export({ type: 'spki', format: 'der' })),
    selfSigned: read.subject === read.issuer && read.verify(read.publicKey),
    isAuthority: read.ca,
  };
}

const KEY_TYPES: readonly IssuedKeyType[] = ['rsa', 'ecdsa', 'ecdsa-p384', 'ecdsa-p521', 'ed25519'];

describe('readCertificate against node:crypto', () => {
  it('agrees on every bundled root', () => {
    const ours = rootCertificates.map((pem) => readCertificate(splitPem(pem)[0]?.der ?? new Uint8Array()));
    expect(ours.length).toBeGreaterThan(100);
    for (const root of ours) {
      expect(root.problem).toBeNull();
      expect(root).toMatchObject({ ...theirs(root.der), isAuthority: root.isAuthority });
    }
  });

  it('agrees on generated certificates', () => {
    const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,20}[a-z0-9])?$/);
    const dnsName = fc.array(label, { minLength: 1, maxLength: 4 }).map((labels) => labels.join('.'));
    fc.assert(
      fc.property(
        fc.record({
          keyType: fc.constantFrom(...KEY_TYPES),
          subject: fc.array(
            fc.record({
              type: fc.constantFrom('CN', 'O', 'OU', 'L', 'ST'),
              value: fc.string({ unit: 'binary', minLength: 1, maxLength: 30 }),
            }),
            { maxLength: 4 },
          ),
          dnsNames: fc.array(dnsName, { maxLength: 5 }),
          ipAddresses: fc.array(fc.oneof(fc.ipV4(), fc.ipV6()), { maxLength: 3 }),
          notBefore: fc
            .date({ min: new Date('1951-01-01'), max: new Date('2090-01-01'), noInvalidDate: true })
            .map((date) => new Date(Math.floor(date.getTime() / 1000) * 1000)),
          serial: fc
            .uint8Array({ minLength: 1, maxLength: 20 })
            .map((bytes) => `01${Buffer.from(bytes).toString('hex')}`),
          selfSigned: fc.boolean(),
        }),
        (request) => {
          const der = issuer.issue({ ...request, keyBits: 1024 }).certificateDer;
          const ours = readCertificate(der);
          expect(ours).toMatchObject(theirs(der));
          expect(ours.problem).toBeNull();
          expect(ours.dnsNames).toEqual(request.dnsNames);
          expect(ours.subjectAttributes).toEqual(request.subject);
          const reader = new X509Certificate(der);
          for (const address of request.ipAddresses) {
            expect(coversHost(ours, address, 'ip')).toBe(true);
            expect(reader.checkIP(address)).toBeDefined();
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('readCertificate on anything', () => {
  it('never throws on random bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => typeof readCertificate(bytes).sha256 === 'string'),
    );
  });

  it('never throws on mutated certificates, and says so when fields are missing', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 6 }),
        (changes) => {
          const der = leaf.slice();
          for (const [at, value] of changes) der[at % der.length] = value;
          const read = readCertificate(der);
          const complete =
            read.subject !== null &&
            read.issuer !== null &&
            read.notAfter !== null &&
            read.keyType !== null &&
            read.serialNumber !== null;
          return complete || read.problem !== null;
        },
      ),
      { numRuns: 3000 },
    );
  });

  it('never throws on certificates that are cut off, and names the place', () => {
    for (let length = 0; length < leaf.length; length++)
      expect(readCertificate(leaf.subarray(0, length)).problem).not.toBeNull();
  });

  it('takes linear time for ten thousand names, extensions and faults', () => {
    const many = certificate({ extensions: Array.from({ length: 10_000 }, () => alternativeNames(['x'])) });
    expect(readCertificate(many).problem?.length).toBeLessThan(2000);
  });
});
