import { describe, expect, it } from 'vitest';
import { parseExpectedKey, parsePin, parseSerialNumber } from '../../src/expectation/properties.js';

const HEX = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
const BASE64 = '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=';

describe('parsePin', () => {
  it.each([
    BASE64,
    ` ${BASE64}\n`,
    `sha256//${BASE64}`,
    `sha256/${BASE64}`,
    `pin-sha256="${BASE64}"`,
    HEX,
    HEX.toUpperCase(),
    `sha256:${HEX}`,
    HEX.match(/../g)?.join(':') ?? '',
  ])('%j', (text) => {
    expect(parsePin(text)).toBe(HEX);
  });
  it.each(['', 'abc', BASE64.slice(1), HEX.slice(1), `${'A'.repeat(43)}!`, 'x'.repeat(1000)])('refuses %j', (text) => {
    expect(() => parsePin(text)).toThrow(expect.objectContaining({ code: 'bad-fingerprint' }));
  });
});

describe('parseSerialNumber', () => {
  it.each([
    ['0A:FF', 'aff'],
    ['00ff', 'ff'],
    ['0x1234', '1234'],
    ['-01', '-1'],
    ['00', '0'],
    [' 12 34 ', '1234'],
  ])('%j is %s', (text, hex) => {
    expect(parseSerialNumber(text)).toBe(hex);
  });
  it.each(['', 'xyz', '0x', '1'.repeat(129)])('refuses %j', (text) => {
    expect(() => parseSerialNumber(text)).toThrow(expect.objectContaining({ code: 'bad-option' }));
  });
});

describe('parseExpectedKey', () => {
  it.each([
    ['rsa', { type: 'rsa', minBits: null }],
    ['RSA:3072', { type: 'rsa', minBits: 3072 }],
    ['ec:384', { type: 'ecdsa', minBits: 384 }],
    ['ecdsa', { type: 'ecdsa', minBits: null }],
    ['ed25519', { type: 'ed25519', minBits: null }],
  ])('%j', (text, key) => {
    expect(parseExpectedKey(text)).toEqual(key);
  });
  it.each(['', 'foo', 'rsa:', 'rsa:x', 'rsa:1', 'constructor', 'rsa:2048:1'])('refuses %j', (text) => {
    expect(() => parseExpectedKey(text)).toThrow(expect.objectContaining({ code: 'bad-option' }));
  });
});
