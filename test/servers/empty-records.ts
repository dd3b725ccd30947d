import type { Liar } from './liar.js';
import { HANDSHAKE, record } from './wire.js';

export const emptyRecords: Liar = {
  row: 7,
  does: 'sends a hundred thousand handshake records without content',
  answer: ({ socket }) => socket.write(Buffer.alloc(500_000, record(HANDSHAKE, new Uint8Array()))),
  expected: { outcome: 'over-limit', reason: 'empty-records', stage: 'client-hello' },
};
