import type { Liar } from './liar.js';

export const ssl2: Liar = {
  row: 29,
  does: 'answers as SSL 2.0',
  answer: ({ socket }) => socket.end(Uint8Array.of(0x80, 0x03, 0x00, 0x00, 0x01)),
  expected: { outcome: 'not-tls', reason: 'ssl2', stage: 'client-hello' },
};
