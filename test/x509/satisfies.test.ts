import { describe, expect, it } from 'vitest';
import { type ExpectedCertificate, PLAIN_EXPECTATION } from '../../src/model/expectation.js';
import { readCertificate } from '../../src/x509/read-certificate.js';
import { satisfies } from '../../src/x509/satisfies.js';
import { alternativeNames, certificate, seq, tlv } from '../support/der.js';

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
    ['nothing expected: the same', { ...PLAIN_EXPECTATION, certificates: [] }, 'a.example', 'name', []],
    [
      'no expectation: another name',
      null,
      'c.example',
      'name',
      ["c.example is not among the certificate's names (a.example, b.example, 192.0.2.1)"],
    ],
    [
      'its fingerprint',
      { ...PLAIN_EXPECTATION, certificates: [by('sha1', '00'.repeat(20)), by('sha256', served.sha256)] },
      'a.example',
      'name',
      [],
    ],
    [
      'its thumbprint',
      { ...PLAIN_EXPECTATION, certificates: [by('sha1', served.thumbprint)] },
      'a.example',
      'name',
      [],
    ],
    [
      'its fingerprint, for a name that it does not cover',
      { ...PLAIN_EXPECTATION, certificates: [by('sha256', served.sha256)] },
      'c.example',
      'name',
      [],
    ],
    [
      'another fingerprint, though the name is covered',
      { ...PLAIN_EXPECTATION, certificates: [by('sha256', '11'.repeat(32))] },
      'a.example',
      'name',
      [`served ${served.sha256}, expected ${'11'.repeat(32)}`],
    ],
    [
      'another thumbprint',
      { ...PLAIN_EXPECTATION, certificates: [by('sha1', '11'.repeat(20))] },
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

describe('satisfies, properties', () => {
  const spki = served.spkiSha256 ?? '';
  it.each([
    ['pin', { spkiPins: ['00'.repeat(32), spki] }, []],
    ['another pin', { spkiPins: ['00'.repeat(32)] }, [`the public key is ${spki}, expected ${'00'.repeat(32)}`]],
    ['serial', { serialNumbers: ['1'] }, []],
    ['another serial', { serialNumbers: ['2', '3'] }, ['the serial number is 01, expected 2 or 3']],
    ['issuer by common name', { issuers: ['issuer'] }, []],
    ['issuer by whole name', { issuers: ['CN = issuer'] }, []],
    ['another issuer', { issuers: ['ISSUER'] }, ['the issuer is CN=issuer, expected ISSUER']],
    [
      'key',
      {
        keys: [
          { type: 'rsa', minBits: 4096 },
          { type: 'ed25519', minBits: null },
        ],
      },
      [],
    ],
    [
      'another key',
      { keys: [{ type: 'rsa', minBits: 2048 }] },
      ['the key is ed25519 with 256 bits, expected rsa with at least 2048 bits'],
    ],
    [
      'a key too small',
      { keys: [{ type: 'ed25519', minBits: 257 }] },
      ['the key is ed25519 with 256 bits, expected ed25519 with at least 257 bits'],
    ],
    ['names', { names: ['b.example', '192.0.2.1'] }, []],
    [
      'names that are missing',
      { names: ['b.example', 'c.example', '192.0.2.2'] },
      ['it does not cover c.example, 192.0.2.2 (it covers a.example, b.example, 192.0.2.1)'],
    ],
    ['days left: not judged here', { minDaysLeft: 10_000 }, []],
    [
      'two at once',
      { serialNumbers: ['2'], issuers: ['x'] },
      ['the serial number is 01, expected 2', 'the issuer is CN=issuer, expected x'],
    ],
  ])('%s', (_, properties, contradictions) => {
    expect(satisfies(served, { ...PLAIN_EXPECTATION, ...properties }, 'a.example', 'name').contradictions).toEqual(
      contradictions,
    );
  });

  it('wants the name covered beside properties, but not beside certificates', () => {
    expect(satisfies(served, { ...PLAIN_EXPECTATION, issuers: ['issuer'] }, 'x.example', 'name').satisfied).toBe(false);
  });

  it('accepts an earlier edition during a rollout, when the new one is known by its file', () => {
    const validity = seq(tlv(0x17, '210101000000Z'), tlv(0x17, '310101000000Z'));
    const der = certificate({
      validity,
      extensions: [alternativeNames(['b.example', 'a.example'], tlv(0x87, [192, 0, 2, 1]))],
    });
    const renewed = { ...by('sha256', readCertificate(der).sha256), der };
    const expectation = { ...PLAIN_EXPECTATION, certificates: [renewed] };
    const during = { ...expectation, acceptPrevious: true };
    expect(satisfies(served, expectation, 'a.example', 'name').satisfied).toBe(false);
    expect(satisfies(served, during, 'a.example', 'name').satisfied).toBe(true);
    expect(
      satisfies(served, { ...during, certificates: [{ ...renewed, der: null }] }, 'a.example', 'name').satisfied,
    ).toBe(false);
    const later = readCertificate(der);
    const before = { ...by('sha256', served.sha256), der: served.der };
    expect(satisfies(later, { ...during, certificates: [before] }, 'a.example', 'name').satisfied).toBe(false);
  });
});
