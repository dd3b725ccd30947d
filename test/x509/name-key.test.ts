import { describe, expect, it } from 'vitest';
import { nameKey, sameName } from '../../src/x509/name-key.js';
import { hex, name, tlv, utf8 } from '../support/der.js';

const CN = '2.5.4.3';
const O = '2.5.4.10';
const printable = (text: string): Uint8Array => tlv(0x13, text);
const bmp = (text: string): Uint8Array => tlv(0x1e, Buffer.from(text, 'utf16le').swap16());

describe('names that are one name (RFC 5280 §7.1)', () => {
  it.each([
    ['byte for byte', utf8('Corp CA'), utf8('Corp CA')],
    ['in another string type', utf8('Corp CA'), printable('Corp CA')],
    ['in a wide one', bmp('Corp CA'), printable('Corp CA')],
    ['in another case', utf8('Corp CA'), utf8('CORP ca')],
    ['with other spaces', utf8('Corp CA'), utf8('  Corp   CA ')],
    ['not ASCII', utf8('Zürich'), bmp('Zürich')],
    ['no string, alike', hex('020105'), hex('020105')],
  ])('%s', (_, a, b) => {
    expect(sameName(name([CN, a]), name([CN, b]))).toBe(true);
  });

  it.each([
    ['another value', name([CN, utf8('Corp CA')]), name([CN, utf8('Corp CB')])],
    ['another type', name([CN, utf8('Corp CA')]), name([O, utf8('Corp CA')])],
    ['another order', name([CN, utf8('a')], [O, utf8('b')]), name([O, utf8('b')], [CN, utf8('a')])],
    ['one attribute more', name([CN, utf8('a')]), name([CN, utf8('a')], [CN, utf8('a')])],
    ['a value that looks like two', name([CN, utf8('a,2.5.4.3=b')]), name([CN, utf8('a')], [CN, utf8('b')])],
    ['a space that was never there', name([CN, utf8('CorpCA')]), name([CN, utf8('Corp CA')])],
    ['broken UTF-8, and its escaped form', name([CN, tlv(0x0c, [0x61, 0xff])]), name([CN, utf8('a\\ff')])],
    ['no string, unlike', name([CN, hex('020105')]), name([CN, hex('020106')])],
    ['a string and the hex of another', name([CN, hex('020105')]), name([CN, utf8('020105')])],
  ])('not: %s', (_, a, b) => {
    expect(sameName(a, b)).toBe(false);
  });

  it('what cannot be read is compared byte for byte', () => {
    const broken = hex('3005 3103 300100');
    expect(sameName(broken, Uint8Array.from(broken))).toBe(true);
    expect(sameName(broken, name([CN, utf8('a')]))).toBe(false);
    expect(sameName(hex('30033101ff'), broken)).toBe(false);
  });

  it('a name of no attributes is one, too', () => {
    expect(sameName(name(), name())).toBe(true);
    expect(sameName(name(), name([CN, utf8('')]))).toBe(false);
    expect(nameKey(name())).not.toBe(nameKey(hex('')));
  });
});
