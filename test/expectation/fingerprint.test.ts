import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseFingerprint } from '../../src/expectation/fingerprint.js';

const SHA256 = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';
const SHA1 = 'a94a8fe5ccb19ba61c4c0873d391e987982fbbd3';
const pairs = (hex: string, separator: string): string => hex.match(/../g)?.join(separator) ?? '';

describe('parseFingerprint', () => {
  it.each([
    [SHA256, 'sha256', SHA256],
    [SHA1, 'sha1', SHA1],
    [SHA1.toUpperCase(), 'sha1', SHA1],
    [pairs(SHA256, ':').toUpperCase(), 'sha256', SHA256],
    [pairs(SHA1, ' '), 'sha1', SHA1],
    [pairs(SHA1, '-'), 'sha1', SHA1],
    [`\u200e${pairs(SHA1, ' ')}`, 'sha1', SHA1],
    [`\ufeff ${SHA1}\u200f\r\n`, 'sha1', SHA1],
    [`sha256 Fingerprint=${pairs(SHA256, ':')}`, 'sha256', SHA256],
    [`SHA1 Fingerprint=${pairs(SHA1, ':')}`, 'sha1', SHA1],
    [`sha256:${SHA256}`, 'sha256', SHA256],
    [`SHA-1: ${SHA1}`, 'sha1', SHA1],
  ])('%j', (text, algorithm, hex) => {
    expect(parseFingerprint(text)).toEqual({ algorithm, hex });
  });

  it.each([
    ['', 'has 0 hex digits'],
    ['abc', 'has 3 hex digits'],
    [`${SHA1}0`, 'has 41 hex digits'],
    [`g${SHA1.slice(1)}`, 'has characters that are no hex digits'],
    ['d41d8cd98f00b204e9800998ecf8427e', 'MD5'],
    ['47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=', 'perhaps of a public key'],
    [`sha256:${SHA1}`, '40 digits are no SHA256 digest'],
    ['x'.repeat(10_000), '…'],
  ])('refuses %j', (text, reason) => {
    expect(() => parseFingerprint(text)).toThrow(
      expect.objectContaining({ code: 'bad-fingerprint', message: expect.stringContaining(reason) }),
    );
  });

  it('throws nothing but its own error, in one short line', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        try {
          parseFingerprint(text);
        } catch (error) {
          expect(error).toMatchObject({ code: 'bad-fingerprint' });
          expect(String(error)).not.toContain('\n');
        }
      }),
    );
  });
});
