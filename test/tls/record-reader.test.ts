import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PeerFault } from '../../src/tls/fault.js';
import { DEFAULT_LIMITS, type HandshakeLimits } from '../../src/tls/limits.js';
import { RecordReader } from '../../src/tls/record-reader.js';
import { chunksOf, hex, toHex } from '../support/bytes.js';

function read(chunks: Iterable<Uint8Array>, limits: HandshakeLimits = DEFAULT_LIMITS) {
  const reader = new RecordReader(limits);
  const records: string[] = [];
  try {
    for (const chunk of chunks) {
      reader.receive(chunk);
      for (let record = reader.next(); record !== null; record = reader.next()) {
        records.push(`${toHex(record.header)} ${toHex(record.fragment)}`);
      }
    }
    return {
      records,
      fault: null,
      midRecord: reader.midRecord,
      received: reader.received,
      undecided: reader.undecided,
    };
  } catch (fault) {
    if (!(fault instanceof PeerFault)) throw fault;
    return {
      records,
      fault: `${fault.outcome} ${fault.reason}`,
      midRecord: null,
      received: reader.received,
      undecided: null,
    };
  }
}

describe('RecordReader', () => {
  const two = hex('160303 0002 aabb 150301 0000');

  it('cuts a stream into records, whatever the chunks', () => {
    for (let size = 1; size <= two.length; size++) {
      expect(read(chunksOf(two, size))).toMatchObject({
        records: ['1603030002 aabb', '1503010000 '],
        fault: null,
        midRecord: false,
        received: 12,
      });
    }
  });

  it('knows when it is within a record', () => {
    for (const end of [1, 4, 5, 6, 8]) expect(read([two.subarray(0, end)])).toMatchObject({ midRecord: end !== 7 });
    expect(read([two.subarray(0, 7)])).toMatchObject({ midRecord: false });
  });

  it('a chunk’s memory may be reused once it is drained', () => {
    const reader = new RecordReader(DEFAULT_LIMITS);
    const chunk = hex('160303 0004 aabb');
    reader.receive(chunk);
    expect(reader.next()).toBeNull();
    chunk.fill(0);
    reader.receive(hex('ccdd'));
    expect(toHex(reader.next()?.fragment ?? hex(''))).toBe('aabbccdd');
  });

  it.each<[string, string, Partial<HandshakeLimits>]>([
    ['misbehaved record-overflow', '160303 4801', {}],
    ['malformed record/content_type', '160303 0001 00 48', {}],
    ['malformed record/legacy_record_version', '160303 0001 00 16 02', {}],
    ['over-limit records', '160303 0000 160303 0000 160303 0000', { records: 2 }],
    ['over-limit wire-bytes', '160303 0004 aabbccdd', { wireBytes: 8 }],
    ['not-tls mysql', '4a0000000a382e302e', {}],
  ])('%s', (fault, bytes, limits) => {
    for (const size of [1, 3, 100]) {
      expect(read(chunksOf(hex(bytes), size), { ...DEFAULT_LIMITS, ...limits })).toMatchObject({ fault });
    }
  });

  it('what is no TLS and says too little is decided at its end', () => {
    expect(read([hex('4854')])).toMatchObject({ fault: null, undecided: { protocol: 'unknown' } });
    expect(read([hex('1603')])).toMatchObject({ fault: null, undecided: null });
  });

  it('comes to the same however the bytes are cut', () => {
    const stream = fc.oneof(fc.uint8Array({ maxLength: 60 }), fc.constant(two));
    fc.assert(
      fc.property(stream, fc.integer({ min: 1, max: 7 }), (bytes, size) => {
        const { received: _, ...whole } = read([bytes]);
        const { received: __, ...cut } = read(chunksOf(bytes, size));
        expect(cut).toEqual(whole);
      }),
    );
  });
});
