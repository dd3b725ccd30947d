import { describe, expect, it } from 'vitest';
import { MessageReader } from '../../src/tls/message-reader.js';
import { chunksOf, hex, toHex } from '../support/bytes.js';

function read(fragments: Iterable<Uint8Array>, limit = 1000) {
  const reader = new MessageReader(limit);
  const messages: string[] = [];
  for (const fragment of fragments) {
    reader.receive(fragment);
    for (let message = reader.next(); message !== null; message = reader.next()) {
      expect(message.bytes.subarray(4)).toEqual(message.body);
      messages.push(`${message.type} ${toHex(message.body)}`);
    }
  }
  return { messages, pending: reader.pending, partial: reader.partial };
}

describe('MessageReader (RFC 8446 §4)', () => {
  const stream = hex('02 000002 aabb 0e 000000 14 000001 cc');

  it('puts messages together, whatever the fragments', () => {
    for (let size = 1; size <= stream.length; size++) {
      expect(read(chunksOf(stream, size))).toEqual({
        messages: ['2 aabb', '14 ', '20 cc'],
        pending: false,
        partial: null,
      });
    }
  });

  it('shows what there is of one that is not complete', () => {
    expect(read([hex('02')])).toMatchObject({ pending: true, partial: null });
    expect(read([hex('02 000003')])).toMatchObject({ pending: true, partial: { type: 2, body: hex('') } });
    expect(read([hex('02 000003 aa'), hex('bb')])).toMatchObject({
      pending: true,
      partial: { type: 2, body: hex('aabb') },
    });
  });

  it('a fragment that holds more than one message is pending until they are taken', () => {
    const reader = new MessageReader(1000);
    reader.receive(stream);
    reader.next();
    expect(reader.pending).toBe(true);
  });

  it.each([
    ['message-length', '02 010001', { message: 'ServerHello', length: 65_537, limit: 65_536 }],
    ['message-length', '0e 000001', { message: 'ServerHelloDone', length: 1, limit: 0 }],
    ['handshake-bytes', '0b 0003e5', { message: 'Certificate', length: 997, limit: 1000 }],
    ['handshake-bytes', '0e 000000 0b 0003e1', { limit: 1000 }],
  ])('%s is refused on the header: %s', (reason, bytes, detail) => {
    for (const size of [1, 100]) {
      expect(() => read(chunksOf(hex(bytes), size))).toThrow(
        expect.objectContaining({ outcome: 'over-limit', reason, detail: expect.objectContaining(detail) }),
      );
    }
  });
});
