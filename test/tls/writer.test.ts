import { describe, expect, it } from 'vitest';
import { type Writer, write } from '../../src/tls/writer.js';
import { hex, toHex } from '../support/bytes.js';

describe('Writer', () => {
  it.each<[string, string, (w: Writer) => unknown]>([
    ['integers', 'ff0102030405', (w) => w.u8(255).u16(0x0102).u24(0x030405)],
    ['bytes', 'aabb', (w) => w.bytes(hex('aabb'))],
    ['a vector', '0002aabb', (w) => w.vector(2, () => w.bytes(hex('aabb')))],
    [
      'nested vectors',
      '0000050003020102',
      (w) => w.vector(3, () => w.vector(2, () => w.vector(1, () => w.u16(0x0102)))),
    ],
    ['an empty vector', '00', (w) => w.vector(1, () => {})],
    ['a list', '040001ffff', (w) => w.u16List(1, [1, 65_535])],
    ['nothing', '', () => {}],
  ])('writes %s', (_, expected, content) => {
    expect(toHex(write(content))).toBe(expected);
  });

  it('gives away what no later writer changes, nor one in the midst of it', () => {
    const first = write((w) => w.u16(0x0102));
    const outer = write((w) =>
      w
        .u8(9)
        .bytes(write((inner) => inner.u24(0x0a0b0c)))
        .u8(9),
    );
    write((w) => w.bytes(new Uint8Array(100).fill(7)));
    expect([toHex(first), toHex(outer)]).toEqual(['0102', '090a0b0c09']);
    expect([first.buffer.byteLength, outer.buffer.byteLength]).toEqual([2, 5]);
  });

  it('writes on after content that threw', () => {
    expect(() =>
      write((w) => {
        w.u8(1);
        throw new RangeError('content');
      }),
    ).toThrow('content');
    expect(toHex(write((w) => w.u8(2)))).toBe('02');
  });

  it('grows', () => {
    const bytes = new Uint8Array(100_000).fill(7);
    expect(write((w) => w.u8(1).bytes(bytes).u8(2)).length).toBe(100_002);
  });

  it.each<[string, (w: Writer) => unknown]>([
    ['an integer that does not fit', (w) => w.u8(256)],
    ['a negative one', (w) => w.u16(-1)],
    ['a fraction', (w) => w.u16(0.5)],
    ['a vector that outgrows its prefix', (w) => w.vector(1, () => w.bytes(new Uint8Array(256)))],
  ])('%s is our fault, not the peer’s', (_, content) => {
    expect(() => write(content)).toThrow(expect.objectContaining({ name: 'InternalError' }));
  });
});
