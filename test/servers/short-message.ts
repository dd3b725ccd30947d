import type { Liar } from './liar.js';
import { HANDSHAKE, record } from './wire.js';

export const shortMessage: Liar = {
  row: 14,
  does: 'sends three bytes of a handshake message and ends the connection',
  answer: ({ socket }) => socket.end(record(HANDSHAKE, Uint8Array.of(2, 0, 0))),
  expected: {
    outcome: 'interrupted',
    reason: 'closed',
    stage: 'client-hello',
    detail: { awaiting: 'ServerHello', bytesReceived: 8 },
  },
};
