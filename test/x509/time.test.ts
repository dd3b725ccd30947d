import { describe, expect, it } from 'vitest';
import { readCertificate } from '../../src/x509/read-certificate.js';
import { certificate, seq, tlv } from '../support/der.js';

describe('dates', () => {
  const from = (first: Uint8Array): readonly [string | null, string | null, string | null] => {
    const read = readCertificate(certificate({ validity: seq(first, tlv(0x17, '491231235959Z')) }));
    return [read.notBefore, read.notAfter, read.problem];
  };

  it.each([
    [0x17, '500101000000Z', '1950-01-01T00:00:00Z'],
    [0x17, '491231235959Z', '2049-12-31T23:59:59Z'],
    [0x17, '240229120000Z', '2024-02-29T12:00:00Z'],
    [0x18, '19000101000000Z', '1900-01-01T00:00:00Z'],
    [0x18, '99991231235959Z', '9999-12-31T23:59:59Z'],
    [0x18, '20240101000000.5Z', '2024-01-01T00:00:00Z'],
    [0x18, '20000229000000Z', '2000-02-29T00:00:00Z'],
  ])('reads %i %s', (tag, text, iso) => {
    expect(from(tlv(tag, text))).toEqual([iso, '2049-12-31T23:59:59Z', null]);
  });

  it.each([
    [0x17, '230229120000Z'],
    [0x18, '19000229000000Z'],
    [0x17, '241301000000Z'],
    [0x17, '240100000000Z'],
    [0x17, '240101240000Z'],
    [0x17, '240101006000Z'],
    [0x17, '240101000060Z'],
    [0x17, '2401010000Z'],
    [0x17, '240101000000+0100'],
    [0x18, '240101000000Z'],
    [0x18, `20240101000000.${'1'.repeat(100)}Z`],
    [0x0c, '240101000000Z'],
  ])('flags %i %s, and still reads the other date', (tag, text) => {
    const [first, second, problem] = from(tlv(tag, text));
    expect([first, second]).toEqual([null, '2049-12-31T23:59:59Z']);
    expect(problem).toContain('tbsCertificate/validity/notBefore: ');
  });
});
