import { describe, expect, it } from 'vitest';
import { Extensions, writeExtensions } from '../../src/tls/extensions.js';
import { Reader } from '../../src/tls/reader.js';
import { write } from '../../src/tls/writer.js';
import { hex, toHex } from '../support/bytes.js';

const read = (bytes: string): Extensions => Extensions.read(new Reader(hex(bytes), 'ServerHello'));

describe('extensions (RFC 8446 §4.2)', () => {
  it.each<[string, readonly { type: number; body: Uint8Array }[]]>([
    ['0000', []],
    ['0004 00000000', [{ type: 0, body: hex('') }]],
    [
      '000b 002b00020304 ff01000100',
      [
        { type: 43, body: hex('0304') },
        { type: 0xff01, body: hex('00') },
      ],
    ],
  ])('%s', (bytes, list) => {
    expect(read(bytes).list).toEqual(list);
    expect(toHex(write((w) => writeExtensions(w, list)))).toBe(bytes.replaceAll(' ', ''));
  });

  it.each([
    ['malformed', 'ServerHello/extensions', '0005 00000000'],
    ['malformed', 'ServerHello/extensions/extension_type', '0005 00000000 00'],
    ['malformed', 'ServerHello/extensions/server_name', '0004 00000001'],
    ['misbehaved', 'duplicate-extension', '0008 00000000 00000000'],
  ])('%s %s', (outcome, reason, bytes) => {
    expect(() => read(bytes)).toThrow(expect.objectContaining({ outcome, reason }));
  });

  it('are understood on demand, to their end', () => {
    const extensions = read('0006 002b 0002 0304');
    expect(extensions.has(43)).toBe(true);
    expect(extensions.get(43, (body) => body.u16('selected_version'))).toBe(0x0304);
    expect(extensions.get(51, () => 'read')).toBeNull();
    expect(() => extensions.get(43, (body) => body.u8('selected_version'))).toThrow(
      expect.objectContaining({
        reason: 'ServerHello/extensions/supported_versions',
        detail: expect.objectContaining({ offset: 7 }),
      }),
    );
  });

  it('there may be no field at all', () => {
    expect(Extensions.none().list).toEqual([]);
  });
});
