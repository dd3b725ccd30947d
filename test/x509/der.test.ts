import { describe, expect, it } from 'vitest';
import { DerReader, readBitLength, readBoolean, readOid } from '../../src/x509/der.js';
import { hex, oid } from '../support/der.js';

const reader = (bytes: string): DerReader => new DerReader(hex(bytes), 'x');

describe('DerReader', () => {
  it.each([
    ['0500', 0x05, 0],
    ['04023132', 0x04, 2],
    [`048180${'00'.repeat(128)}`, 0x04, 128],
    [`04820100${'00'.repeat(256)}`, 0x04, 256],
  ])('reads %s', (bytes, tag, length) => {
    const at = reader(bytes);
    const value = at.any('value');
    expect([value.tag, value.end - value.start]).toEqual([tag, length]);
    at.end();
  });

  it.each([
    ['', 'x/value: cut off (at byte 0)'],
    ['04', 'x/value: cut off'],
    ['0402', 'x/value: longer than what holds it'],
    ['048102', 'x/value: a length that is not minimal'],
    ['04810531', 'x/value: a length that is not minimal'],
    ['0482000531', 'x/value: a length that is not minimal'],
    ['0480', 'x/value: an indefinite length'],
    ['0485010000000000', 'x/value: a length of more than four bytes'],
    ['0484ffffffff', 'x/value: longer than what holds it'],
    ['0482', 'x/value: cut off'],
    ['1f8101', 'x/value: a tag number above 30'],
  ])('refuses %j: %s', (bytes, message) => {
    expect(() => reader(bytes).any('value')).toThrow(message);
  });

  it('refuses trailing data and another tag than the one asked for', () => {
    expect(() => reader('0500').end()).toThrow('x: trailing data');
    expect(() => reader('0500').read(0x30, 'list')).toThrow('x/list: tag 0x05 instead of 0x30');
    expect(() => reader('').read(0x30, 'list')).toThrow('x/list: missing');
    expect(reader('0500').optional(0x30, 'list')).toBeNull();
  });
});

describe('readOid', () => {
  it.each([
    '0.9.2342.19200300.100.1.25',
    '1.3.101.112',
    '2.5.4.3',
    '2.16.840.1.101.3.4.3.17',
    '2.25.329800735698586629295641978511506172918',
    '2.999.1',
    '1.39.1',
    '0.0',
  ])('reads %s', (dotted) => {
    const at = new DerReader(oid(dotted), 'x');
    expect(readOid(at, 'oid')).toBe(dotted);
    at.end();
  });

  it.each(['0600', '060280ff', '06022a80', '0603558001', `068181${'01'.repeat(129)}`])('refuses %s', (bytes) => {
    expect(() => readOid(reader(bytes), 'oid')).toThrow('x/oid: ');
  });
});

describe('small values', () => {
  it.each([
    ['020100', 0],
    ['020101', 1],
    ['02017f', 7],
    ['02020080', 8],
    ['02020100', 9],
    ['0200', 0],
  ])('readBitLength(%s) is %i', (bytes, bits) => {
    expect(readBitLength(reader(bytes), 'n')).toBe(bits);
  });

  it('takes 00 and ff for booleans and nothing else', () => {
    expect(readBoolean(reader('0101ff'), 'b')).toBe(true);
    expect(readBoolean(reader('010100'), 'b')).toBe(false);
    expect(() => readBoolean(reader('010101'), 'b')).toThrow('x/b: no boolean');
    expect(() => readBoolean(reader('01020000'), 'b')).toThrow('x/b: no boolean');
  });
});
