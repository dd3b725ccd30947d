import type { Liar } from './liar.js';

export const overlongRecord: Liar = {
  row: 6,
  does: 'claims a record of 65,535 bytes',
  answer: ({ socket }) => socket.write(Uint8Array.of(22, 3, 3, 0xff, 0xff)),
  expected: { outcome: 'misbehaved', reason: 'record-overflow', stage: 'client-hello' },
};
