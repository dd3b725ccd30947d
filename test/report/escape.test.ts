import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeAndCut, escapeJson, escapePeerText } from '../../src/report/escape.js';

const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/u;

describe('escapePeerText', () => {
  it.each([
    ['CN=shop.example,O=Example', 'CN=shop.example,O=Example'],
    ['bücher 例え Здесь', 'bücher 例え Здесь'],
    ['a\nb\r\tc', 'a\\nb\\r\\tc'],
    ['\u001b[31mred', '\\x1b[31mred'],
    ['\u009b31m', '\\x9b31m'],
    ['\u007f\u0000', '\\x7f\\x00'],
    ['\u202egro.elpmaxe', '\\u{202e}gro.elpmaxe'],
    ['a\u200bb\ufeff', 'a\\u{200b}b\\u{feff}'],
    ['\u2028\u2029', '\\u{2028}\\u{2029}'],
    ['\ud800', '\\u{d800}'],
    ['\ue000', '\\u{e000}'],
    ['\u{e0041}', '\\u{e0041}'],
    ['😀', '😀'],
    ['e\u0301', 'e\u0301'],
    [`e${'\u0301'.repeat(4)}`, `e${'\u0301'.repeat(3)}\\u{301}`],
  ])('%j becomes %s', (text, escaped) => {
    expect(escapePeerText(text)).toBe(escaped);
  });

  it('lets nothing out that moves a cursor or a reading direction', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(escapePeerText(text)).not.toMatch(UNSAFE);
        expect(escapeAndCut(text, 10)).not.toMatch(UNSAFE);
      }),
    );
  });
});

describe('escapeAndCut', () => {
  it('cuts by characters, not by code units', () => {
    expect(escapeAndCut('😀😀😀😀', 3)).toBe('😀😀…');
    expect(escapeAndCut('abc', 3)).toBe('abc');
  });
});

describe('escapeJson', () => {
  it('keeps the value and leaves nothing that a terminal acts on', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const json = escapeJson(JSON.stringify({ text }));
        expect(JSON.parse(json)).toEqual({ text });
        expect(json).not.toMatch(UNSAFE);
      }),
    );
  });
});
