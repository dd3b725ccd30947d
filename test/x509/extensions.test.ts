import { describe, expect, it } from 'vitest';
import { readCertificate } from '../../src/x509/read-certificate.js';
import { alternativeNames, certificate, extension, hex, name, oid, seq, tlv, utf8 } from '../support/der.js';

describe('subjectAltName', () => {
  const read = (...extensions: Uint8Array[]): ReturnType<typeof readCertificate> =>
    readCertificate(certificate({ extensions }));

  it('takes DNS names and addresses and steps over everything else', () => {
    const other = tlv(0xa0, oid('1.2.3'), tlv(0xa0, utf8('user@host')));
    const found = read(
      alternativeNames(
        ['WWW.Example.com', '*.b.example'],
        other,
        tlv(0x87, [192, 0, 2, 1]),
        tlv(0x81, 'a@b'),
        tlv(0x86, 'https://c'),
        tlv(0x87, hex('20010db8000000000000000000000001')),
        tlv(0xa4, name()),
        tlv(0x88, hex('2a03')),
      ),
    );
    expect(found.dnsNames).toEqual(['www.example.com', '*.b.example']);
    expect(found.ipAddresses).toEqual(['192.0.2.1', '2001:db8::1']);
    expect(found.problem).toBeNull();
  });

  it.each([
    ['an address of five bytes', tlv(0x87, [1, 2, 3, 4, 5]), 'iPAddress: neither 4 nor 16 bytes'],
    ['an unknown kind of name', hex('8900'), 'no kind of name has the tag 0x89'],
    ['a name that is cut off', hex('8205'), 'name: '],
  ])('%s: no names at all, the rest still read', (_, entry, reason) => {
    const found = read(alternativeNames(['a.example'], entry), extension('2.5.29.19', hex('30030101ff')));
    expect([found.dnsNames, found.ipAddresses, found.isAuthority, found.subject]).toEqual([[], [], true, 'CN=subject']);
    expect(found.problem).toContain('tbsCertificate/subjectAltName/');
    expect(found.problem).toContain(reason);
  });

  it('keeps odd bytes of a name, escaped', () => {
    expect(read(alternativeNames(['a\0b.example', 'm\xfcller.example', 'DNS:x, DNS:y"'])).dnsNames).toEqual([
      'a\0b.example',
      'm\\fcller.example',
      'dns:x, dns:y"',
    ]);
  });

  it('believes neither of two lists', () => {
    const found = read(alternativeNames(['a.example']), alternativeNames(['b.example']));
    expect(found.dnsNames).toEqual([]);
    expect(found.problem).toMatch(
      /^tbsCertificate\/extensions\/subjectAltName: present more than once \(at byte \d+\)$/,
    );
  });

  it('reads ten thousand names', () => {
    const names = Array.from({ length: 10_000 }, (_, i) => `host-${i}.example.com`);
    expect(read(alternativeNames(names)).dnsNames).toEqual(names);
  });
});

describe('other extensions', () => {
  it('reads usages, identifiers and constraints by name', () => {
    const found = readCertificate(
      certificate({
        extensions: [
          extension('2.5.29.15', hex('030205a0'), true),
          extension('2.5.29.37', seq(oid('1.3.6.1.5.5.7.3.1'), oid('1.2.3.4'))),
          extension('2.5.29.14', tlv(0x04, hex('aabb'))),
          extension('2.5.29.35', seq(tlv(0x80, hex('ccdd')), tlv(0x82, [1]))),
          extension('2.5.29.19', seq()),
          extension('1.3.6.1.4.1.11129.2.4.3', hex('0500'), true),
          extension('1.2.3', hex('0500')),
        ],
      }),
    );
    expect(found).toMatchObject({
      keyUsages: ['digitalSignature', 'keyEncipherment'],
      extendedKeyUsages: ['serverAuth', '1.2.3.4'],
      subjectKeyIdentifier: 'aabb',
      authorityKeyIdentifier: 'ccdd',
      isAuthority: false,
      unknownCriticalExtensions: ['1.3.6.1.4.1.11129.2.4.3'],
      problem: null,
    });
  });

  it('names each damaged extension by its path and reads the others', () => {
    const found = readCertificate(
      certificate({
        extensions: [
          extension('2.5.29.15', hex('0300')),
          extension('2.5.29.19', hex('3003020101')),
          alternativeNames(['a.example']),
          extension('2.5.29.37', hex('04')),
        ],
      }),
    );
    expect(found.dnsNames).toEqual(['a.example']);
    expect(found.keyUsages).toEqual([]);
    for (const path of ['tbsCertificate/keyUsage', 'tbsCertificate/extKeyUsage']) expect(found.problem).toContain(path);
    expect(found.isAuthority).toBe(false);
  });
});
