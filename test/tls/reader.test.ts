import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PeerFault } from '../../src/tls/fault.js';
import { Reader } from '../../src/tls/reader.js';
import { write } from '../../src/tls/writer.js';
import { hex } from '../support/bytes.js';

const reader = (bytes: string): Reader => new Reader(hex(bytes), 'Message');

/** What a read throws, as `reason @offset`. */
function fault(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    if (error instanceof PeerFault) return `${error.outcome} ${error.reason} @${String(error.detail.offset)}`;
    throw error;
  }
  return 'none';
}

describe('Reader', () => {
  it.each<[string, string, (r: Reader) => unknown, unknown]>([
    ['u8', 'ff', (r) => r.u8('f'), 255],
    ['u16', '0102', (r) => r.u16('f'), 258],
    ['u24', 'ffffff', (r) => r.u24('f'), 16_777_215],
    ['bytes', 'aabb', (r) => r.bytes(2, 'f'), hex('aabb')],
    ['no bytes', '', (r) => r.bytes(0, 'f'), hex('')],
    ['vector of one prefix byte', '02aabb', (r) => r.vector(1, 'f'), hex('aabb')],
    ['vector of two', '0001aa', (r) => r.vector(2, 'f'), hex('aa')],
    ['vector of three', '000001aa', (r) => r.vector(3, 'f'), hex('aa')],
    ['empty vector', '00', (r) => r.vector(1, 'f'), hex('')],
    ['bounds reached', '02aabb', (r) => r.vector(1, 'f', { min: 2, max: 2 }), hex('aabb')],
    ['u16 list', '0004 0001 ffff', (r) => r.u16List(2, 'f'), [1, 65_535]],
  ])('reads %s', (_, bytes, read, value) => {
    const r = reader(bytes);
    expect(read(r)).toEqual(value);
    r.end();
  });

  it.each<[string, string, (r: Reader) => unknown, string]>([
    ['u8', '', (r) => r.u8('f'), 'malformed Message/f @0'],
    ['u16', '01', (r) => r.u16('f'), 'malformed Message/f @0'],
    ['u24', '0102', (r) => r.u24('f'), 'malformed Message/f @0'],
    ['bytes', 'aa', (r) => r.bytes(2, 'f'), 'malformed Message/f @0'],
    ['no prefix', '', (r) => r.vector(1, 'f'), 'malformed Message/f @0'],
    ['past the end', '02aa', (r) => r.vector(1, 'f'), 'malformed Message/f @0'],
    ['below min', '01aa', (r) => r.vector(1, 'f', { min: 2 }), 'malformed Message/f @0'],
    ['above max', '02aabb', (r) => r.vector(1, 'f', { max: 1 }), 'malformed Message/f @0'],
    ['half an entry', '0003 000102', (r) => r.u16List(2, 'f'), 'malformed Message/f[1] @4'],
    ['left over', 'aa', (r) => r.end(), 'malformed Message @0'],
  ])('refuses %s', (_, bytes, read, expected) => {
    expect(fault(() => read(reader(bytes)))).toBe(expected);
  });

  it('names the path and the offset of what is nested', () => {
    const outer = reader('aa 0005 02 bbcc dd ee');
    outer.u8('first');
    const inner = outer.sub(2, 'list');
    const innermost = inner.sub(1, '[0]');
    expect(innermost.path).toBe('Message/list[0]');
    expect(fault(() => innermost.u24('value'))).toBe('malformed Message/list[0]/value @4');
    expect(inner.u8('next')).toBe(0xdd);
    expect(fault(() => inner.end())).toBe('malformed Message/list @7');
    expect(outer.offset).toBe(8);
    outer.end();
  });

  it('a vector that is refused is not consumed', () => {
    const r = reader('05aa');
    expect(fault(() => r.vector(1, 'f'))).not.toBe('none');
    expect(r.remaining).toBe(2);
  });

  it('reads what the writer wrote', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.array(fc.nat(65_535)), (bytes, list) => {
        const r = new Reader(
          write((w) => w.vector(2, () => w.bytes(bytes)).u16List(2, list)),
          'Message',
        );
        expect(r.vector(2, 'bytes')).toEqual(bytes);
        expect(r.u16List(2, 'list')).toEqual(list);
        r.end();
      }),
    );
  });
});
