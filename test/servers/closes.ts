import type { Liar } from './liar.js';

export const closes: Liar = {
  row: 20,
  does: 'closes straight after the ClientHello',
  answer: ({ socket }) => socket.end(),
  expected: { outcome: 'interrupted', reason: 'closed', stage: 'client-hello' },
};
