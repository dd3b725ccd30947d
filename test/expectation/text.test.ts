import { describe, expect, it } from 'vitest';
import { textOf } from '../../src/expectation/text.js';

const utf16 = (text: string): Buffer => Buffer.from(text, 'utf16le');

describe('textOf', () => {
  it.each([
    ['UTF-8', Buffer.from('-----ü'), '-----ü'],
    ['UTF-8 with a mark', Buffer.from('\ufeff-----'), '-----'],
    ['UTF-16 with a mark', utf16('\ufeff-----ü'), '-----ü'],
    ['UTF-16 without a mark', utf16('-----'), '-----'],
    ['big-endian UTF-16 with a mark', utf16('\ufeff-----').swap16(), '-----'],
    ['big-endian UTF-16 without a mark', utf16('-----').swap16(), '-----'],
    ['no text at all', Buffer.from([0x30, 0x82, 0xff]), '0\ufffd\ufffd'],
    ['nothing', new Uint8Array(), ''],
  ])('%s', (_, bytes, text) => {
    expect(textOf(bytes)).toBe(text);
  });
});
