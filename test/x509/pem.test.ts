import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitPem, toPem } from '../../src/x509/pem.js';

describe('splitPem', () => {
  it('finds blocks among other text, with either line ending', () => {
    const text = `Bag Attributes\r\n  x: y\r\n-----BEGIN CERTIFICATE-----\r\nAQID\r\n-----END CERTIFICATE-----\r\nsubject=x\n${toPem(Uint8Array.of(9), 'PRIVATE KEY')}`;
    expect(splitPem(text)).toEqual([
      { label: 'CERTIFICATE', der: Uint8Array.of(1, 2, 3) },
      { label: 'PRIVATE KEY', der: Uint8Array.of(9) },
    ]);
  });

  it.each([
    ['no end', '-----BEGIN A-----\nAQID\n', []],
    ['an end of another label', '-----BEGIN A-----\nAQID\n-----END B-----\n', []],
    ['no dashes after the label', '-----BEGIN A', []],
    [
      'one block without its end before a whole one',
      '-----BEGIN A-----\nAQID\n-----BEGIN A-----\nAQID\n-----END A-----',
      [{ label: 'A', der: Uint8Array.of(1, 2, 3) }],
    ],
    ['no base64', '-----BEGIN A-----\n?\n-----END A-----', [{ label: 'A', der: null }]],
    ['cut base64', '-----BEGIN A-----\nAQI\n-----END A-----', [{ label: 'A', der: null }]],
    ['headers', '-----BEGIN A-----\nProc-Type: 4,ENCRYPTED\n\nAQID\n-----END A-----', [{ label: 'A', der: null }]],
  ])('%s', (_, text, blocks) => {
    expect(splitPem(text)).toEqual(blocks);
  });

  it('takes linear time for a thousand beginnings', () => {
    expect(splitPem('-----BEGIN A-----\n'.repeat(20_000))).toEqual([]);
  });

  it('undoes toPem', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 400 }), (der) => {
        const text = toPem(der);
        expect(text.split('\n').every((line) => line.length <= 64)).toBe(true);
        expect(splitPem(text)).toEqual([{ label: 'CERTIFICATE', der: new Uint8Array(der) }]);
      }),
    );
  });
});
