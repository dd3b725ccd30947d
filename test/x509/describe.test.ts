import { describe, expect, it } from 'vitest';
import { describeCertificate } from '../../src/x509/describe.js';
import { readCertificate } from '../../src/x509/read-certificate.js';
import { alternativeNames, certificate, tlv } from '../support/der.js';

const served = readCertificate(
  certificate({ extensions: [alternativeNames(['a.example', 'b.example'], tlv(0x87, [192, 0, 2, 1]))] }),
);

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
