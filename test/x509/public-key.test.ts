import { describe, expect, it } from 'vitest';
import { readCertificate } from '../../src/x509/read-certificate.js';
import { certificate, hex, oid, seq, tlv } from '../support/der.js';

describe('public keys', () => {
  const rsa = (oidText: string, modulus: string): Uint8Array =>
    seq(seq(oid(oidText), hex('0500')), tlv(0x03, [0], seq(tlv(0x02, hex(modulus)), hex('0203010001'))));
  const explicit = seq(hex('020101'), seq(oid('1.2.840.10045.1.1'), tlv(0x02, hex(`00${'ff'.repeat(32)}`))), seq());
  it.each([
    ['RSA', rsa('1.2.840.113549.1.1.1', `00${'ff'.repeat(256)}`), ['rsa', 2048, null]],
    ['RSA of an odd size', rsa('1.2.840.113549.1.1.1', `07${'ff'.repeat(127)}`), ['rsa', 1019, null]],
    ['RSA-PSS', rsa('1.2.840.113549.1.1.10', `00${'ff'.repeat(128)}`), ['rsa-pss', 1024, null]],
    ['P-256', seq(seq(oid('1.2.840.10045.2.1'), oid('1.2.840.10045.3.1.7')), hex('03020004')), ['ecdsa', 256, 'P-256']],
    [
      'an unknown curve',
      seq(seq(oid('1.2.840.10045.2.1'), oid('1.3.132.0.99')), hex('03020004')),
      ['ecdsa', null, '1.3.132.0.99'],
    ],
    ['explicit curve parameters', seq(seq(oid('1.2.840.10045.2.1'), explicit), hex('03020004')), ['ecdsa', 256, null]],
    [
      'DSA',
      seq(seq(oid('1.2.840.10040.4.1'), seq(tlv(0x02, hex(`00${'ff'.repeat(128)}`)))), hex('03020004')),
      ['dsa', 1024, null],
    ],
    ['DSA with inherited parameters', seq(seq(oid('1.2.840.10040.4.1')), hex('03020004')), ['dsa', null, null]],
    ['Ed25519', seq(seq(oid('1.3.101.112')), hex('03020004')), ['ed25519', 256, null]],
    ['Ed448', seq(seq(oid('1.3.101.113')), hex('03020004')), ['ed448', 456, null]],
    ['ML-DSA-44', seq(seq(oid('2.16.840.1.101.3.4.3.17')), hex('03020004')), ['2.16.840.1.101.3.4.3.17', null, null]],
  ])('%s', (_, spki, expected) => {
    const read = readCertificate(certificate({ spki }));
    expect([read.keyType, read.keyBits, read.curve]).toEqual(expected);
    expect(read.problem).toBeNull();
    expect(read.spki).toEqual(spki);
  });
});
