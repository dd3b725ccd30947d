import { describe, expect, it } from 'vitest';
import type { ExpectedCertificate } from '../../src/model/expectation.js';
import { describeCertificate } from '../../src/x509/describe.js';
import { readCertificate } from '../../src/x509/read-certificate.js';
import { satisfies } from '../../src/x509/satisfies.js';
import { alternativeNames, certificate, tlv } from '../support/der.js';

const served = readCertificate(
  certificate({ extensions: [alternativeNames(['a.example', 'b.example'], tlv(0x87, [192, 0, 2, 1]))] }),
);
const by = (algorithm: 'sha256' | 'sha1', hex: string): ExpectedCertificate => ({
  digest: { algorithm, hex },
  der: null,
  source: 'x',
});

describe('satisfies', () => {
  it.each([
    ['no expectation: the name is covered', null, 'a.example', 'name', []],
    ['no expectation: an address is covered', null, '192.0.2.1', 'ip', []],
    ['nothing expected: the same', { certificates: [] }, 'a.example', 'name', []],
    [
      'no expectation: another name',
      null,
      'c.example',
      'name',
      ["c.example is not among the certificate's names (a.example, b.example, 192.0.2.1)"],
    ],
    [
      'its fingerprint',
      { certificates: [by('sha1', '00'.repeat(20)), by('sha256', served.sha256)] },
      'a.example',
      'name',
      [],
    ],
    ['its thumbprint', { certificates: [by('sha1', served.thumbprint)] }, 'a.example', 'name', []],
    [
      'its fingerprint, for a name that it does not cover',
      { certificates: [by('sha256', served.sha256)] },
      'c.example',
      'name',
      [],
    ],
    [
      'another fingerprint, though the name is covered',
      { certificates: [by('sha256', '11'.repeat(32))] },
      'a.example',
      'name',
      [`served ${served.sha256}, expected ${'11'.repeat(32)}`],
    ],
    [
      'another thumbprint',
      { certificates: [by('sha1', '11'.repeat(20))] },
      'a.example',
      'name',
      [`served ${served.thumbprint}, expected ${'11'.repeat(20)}`],
    ],
  ] as const)('%s', (_, expectation, host, kind, contradictions) => {
    expect(satisfies(served, expectation, host, kind)).toEqual({
      satisfied: contradictions.length === 0,
      contradictions,
    });
  });

  it('names no more than a few names', () => {
    const many = readCertificate(
      certificate({ extensions: [alternativeNames(Array.from({ length: 9 }, (_, i) => `${i}.example`))] }),
    );
    expect(satisfies(many, null, 'x.example', 'name').contradictions[0]).toContain('4.example and 4 more)');
    expect(satisfies(readCertificate(certificate()), null, 'x.example', 'name').contradictions[0]).toContain(
      '(it has none)',
    );
  });
});

describe('describeCertificate', () => {
  it('shows names, and null where they could not be read', () => {
    expect(describeCertificate(served)).toMatchObject({
      subject: 'CN=subject',
      dnsNames: ['a.example', 'b.example'],
      ipAddresses: ['192.0.2.1'],
    });
    expect(describeCertificate(served)).not.toHaveProperty('problem');
    expect(describeCertificate(readCertificate(certificate()))).toMatchObject({ dnsNames: [], ipAddresses: [] });
    const damaged = describeCertificate(
      readCertificate(certificate({ extensions: [alternativeNames(['a.example'], tlv(0x87, [1]))] })),
    );
    expect(damaged).toMatchObject({ subject: 'CN=subject', dnsNames: null, ipAddresses: null });
    expect(damaged.problem).toContain('subjectAltName');
  });
});
