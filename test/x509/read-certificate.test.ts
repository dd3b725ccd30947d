import { describe, expect, it } from 'vitest';
import { readCertificate } from '../../src/x509/read-certificate.js';
import { alternativeNames, certificate, concat, extension, hex, name, oid, seq, tlv, utf8 } from '../support/der.js';

const cn = (value: Uint8Array): Uint8Array => name(['2.5.4.3', value]);
const subjectOf = (subject: Uint8Array): string | null => readCertificate(certificate({ subject })).subject;

describe('subject as an RFC 4514 string', () => {
  it.each([
    ['plain', cn(utf8('www.example.com')), 'CN=www.example.com'],
    [
      'last RDN first',
      name(['2.5.4.6', tlv(0x13, 'DE')], ['2.5.4.10', utf8('Müller, GmbH')], ['2.5.4.3', utf8('x')]),
      'CN=x,O=Müller\\, GmbH,C=DE',
    ],
    [
      'an RDN of two attributes',
      seq(tlv(0x31, seq(oid('2.5.4.3'), utf8('a')), seq(oid('2.5.4.11'), utf8('b')))),
      'CN=a+OU=b',
    ],
    ['empty', seq(), ''],
    ['RFC 4514 §4 example', name(['2.5.4.3', utf8('Before\rAfter')]), 'CN=Before\\0dAfter'],
    ['special characters', cn(utf8('a"b+c,d;e<f>g\\h=i')), 'CN=a\\"b\\+c\\,d\\;e\\<f\\>g\\\\h=i'],
    ['spaces and # at the edges', cn(utf8(' # ')), 'CN=\\ #\\ '],
    ['# in front', cn(utf8('#1')), 'CN=\\#1'],
    ['NUL', cn(utf8('a\0b')), 'CN=a\\00b'],
    ['an unknown type', name(['1.2.3.4', utf8('Lu')]), '1.2.3.4=#0c024c75'],
    ['a value without a string form', cn(hex('020105')), 'CN=#020105'],
    ['BMPString', cn(tlv(0x1e, hex('00e9 4e2d'))), 'CN=é中'],
    ['BMPString with a lone surrogate', cn(tlv(0x1e, hex('d800'))), 'CN=\\d8\\00'],
    ['BMPString of odd length', cn(tlv(0x1e, hex('004100'))), 'CN=\\00A\\00'],
    ['UniversalString', cn(tlv(0x1c, hex('0001f600'))), 'CN=😀'],
    ['UniversalString beyond Unicode', cn(tlv(0x1c, hex('00110000'))), 'CN=\\00\\11\\00\\00'],
    ['T61String', cn(tlv(0x14, hex('e9'))), 'CN=é'],
    ['PrintableString with Latin-1', cn(tlv(0x13, hex('63e9'))), 'CN=c\\e9'],
    ['UTF8String that is none', cn(tlv(0x0c, hex('61ff5c'))), 'CN=a\\ff\\5c'],
  ])('%s', (_, subject, text) => {
    expect(subjectOf(subject)).toBe(text);
  });

  it('keeps attributes in the order of the encoding, values unescaped', () => {
    const read = readCertificate(certificate({ subject: name(['2.5.4.10', utf8('A, B')], ['1.2.3', utf8('ü')]) }));
    expect(read.subjectAttributes).toEqual([
      { type: 'O', value: 'A, B' },
      { type: '1.2.3', value: 'ü' },
    ]);
  });
});

describe('serial numbers', () => {
  it.each([
    ['020101', '01'],
    ['020100', '00'],
    ['020200ff', '00ff'],
    ['02030000ff', '00ff'],
    ['02020001', '01'],
    ['0201ff', '-01'],
    ['02020080', '0080'],
    ['020180', '-80'],
    ['0202ff00', '-0100'],
    ['0202fe01', '-01ff'],
    [`0228${'7f'.repeat(40)}`, '7f'.repeat(40)],
  ])('%s is %s', (serial, text) => {
    expect(readCertificate(certificate({ serial: hex(serial) })).serialNumber).toBe(text);
  });
});

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

describe('what is no certificate', () => {
  it.each([
    ['nothing', new Uint8Array(), 'file/certificate: missing'],
    ['text', Buffer.from('HTTP/1.1 400 Bad Request'), 'file/certificate: tag 0x48'],
    ['another sequence', hex('3003020101'), 'tbsCertificate: tag 0x02'],
  ])('%s has digests and a problem', (_, der, problem) => {
    const read = readCertificate(der);
    expect(read.problem).toContain(problem);
    expect(read.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(read.thumbprint).toMatch(/^[0-9a-f]{40}$/);
    expect([read.subject, read.notAfter, read.spki, read.knownAs]).toEqual([null, null, null, null]);
  });

  it('reads on after trailing data and a signature algorithm that differs', () => {
    const read = readCertificate(certificate({ trailing: hex('00'), outerAlgorithm: seq(oid('1.2.840.10045.4.3.2')) }));
    expect(read.subject).toBe('CN=subject');
    expect(read.problem).toContain('trailing data');
    expect(read.problem).toContain('ecdsa-with-SHA256 outside, ed25519 inside');
  });

  it('keeps what stands before the damage', () => {
    const whole = certificate({ subject: cn(utf8('kept')) });
    const tbsOnly = whole.slice();
    // The subject's key is turned into another type: everything before it has been read.
    const spki = hex('302a300506032b6570');
    const at = Buffer.from(tbsOnly).indexOf(Buffer.from(spki));
    tbsOnly[at] = 0x31;
    const read = readCertificate(tbsOnly);
    expect([read.subject, read.issuer, read.notBefore, read.spki]).toEqual([
      'CN=kept',
      'CN=issuer',
      '2020-01-01T00:00:00Z',
      null,
    ]);
    expect(read.problem).toContain('tbsCertificate/subjectPublicKeyInfo: tag 0x31');
  });

  it('reads versions 1 and 2', () => {
    const read = readCertificate(certificate({ version: new Uint8Array() }));
    expect([read.subject, read.problem, read.isAuthority]).toEqual(['CN=subject', null, null]);
  });

  it('reads a view into a larger buffer', () => {
    const der = certificate({ extensions: [alternativeNames(['a.example'])] });
    const shifted = concat([hex('ffffff'), der, hex('ee')]).subarray(3, 3 + der.length);
    expect(readCertificate(shifted)).toEqual(readCertificate(der));
  });
});
