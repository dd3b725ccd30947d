import { describe, expect, it } from 'vitest';
import { readCertificate } from '../../src/x509/read-certificate.js';
import { certificate, hex, name, oid, seq, tlv, utf8 } from '../support/der.js';

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
