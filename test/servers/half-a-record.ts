import type { Liar } from './liar.js';

export const halfARecord: Liar = {
  row: 5,
  does: 'sends a record header and falls silent',
  answer: ({ socket }) => socket.write(Uint8Array.of(22, 3, 3, 0, 80)),
  expected: {
    outcome: 'interrupted',
    reason: 'timed-out',
    stage: 'client-hello',
    detail: { awaiting: 'ServerHello', bytesReceived: 5 },
  },
};
