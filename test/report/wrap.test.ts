import { describe, expect, it } from 'vitest';
import { counted, enumerate, fold, hang, wrap } from '../../src/report/wrap.js';

describe('wrap', () => {
  it('breaks at blanks and leaves a long word whole', () => {
    expect(wrap('one two  three', 7)).toEqual(['one two', 'three']);
    expect(wrap('a verylongword b', 4)).toEqual(['a', 'verylongword', 'b']);
    expect(wrap('  ', 4)).toEqual([]);
  });
});

describe('fold', () => {
  it('breaks a long word too, never inside a character', () => {
    expect(fold('abcdef gh', 4)).toEqual(['abcd', 'ef', 'gh']);
    expect(fold('😀😀😀', 2)).toEqual(['😀😀', '😀']);
  });
});

describe('hang', () => {
  it('indents what follows the first line as deep as its prefix', () => {
    expect(hang('  - ', 'one two three four five six seven', 28)).toEqual([
      '  - one two three four five',
      '    six seven',
    ]);
  });
});

describe('enumerate', () => {
  it.each([
    [[], ''],
    [['a'], 'a'],
    [['a', 'b'], 'a and b'],
    [['a', 'b', 'c'], 'a, b and c'],
    [['a', 'b', 'c', 'd', 'e'], 'a, b and 3 more'],
  ])('%j is %s', (words, text) => {
    expect(enumerate(words, 3)).toBe(text);
  });
});

describe('counted', () => {
  it('knows one from many', () => {
    expect([counted(1, 'address', 'addresses'), counted(0, 'name'), counted(2, 'name')]).toEqual([
      '1 address',
      '0 names',
      '2 names',
    ]);
  });
});
