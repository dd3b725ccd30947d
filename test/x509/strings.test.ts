import { describe, expect, it } from 'vitest';
import { asciiText, stringText } from '../../src/x509/strings.js';
import { hex } from '../support/der.js';

const read = (tag: number, bytes: string) => stringText(hex(bytes), tag, 0, bytes.length / 2);

describe('stringText', () => {
  it.each([
    [0x0c, 'c3a9', 'é', false],
    [0x0c, 'e9', '\\e9', true],
    [0x0c, 'efbbbf41', '\ufeffA', false],
    [0x13, '41', 'A', false],
    [0x16, '41ff5c0a', 'A\\ff\\5c\\0a', true],
    [0x14, 'e941', 'éA', false],
    [0x1e, '20ac', '€', false],
    [0x1e, 'd83dde00', '😀', false],
    [0x1e, 'de00d83d', '\\de\\00\\d8=', true],
    [0x1c, '000020ac', '€', false],
    [0x1c, '0000d800', '\\00\\00\\d8\\00', true],
    [0x1c, '20ac', ' \\ac', true],
    [0x0c, '', '', false],
  ])('tag %i, %s', (tag, bytes, text, escaped) => {
    expect(read(tag, bytes)).toEqual({ text, escaped });
  });

  it.each([0x02, 0x04, 0x30])('has no text for tag %i', (tag) => {
    expect(read(tag, '41')).toBeNull();
  });

  it('reads a range', () => {
    expect(asciiText(hex('414243'), 1, 2)).toEqual({ text: 'B', escaped: false });
  });
});
