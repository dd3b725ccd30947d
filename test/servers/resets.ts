import type { Liar } from './liar.js';

export const resets: Liar = {
  row: 21,
  does: 'resets straight after the ClientHello',
  answer: ({ socket }) => socket.resetAndDestroy(),
  expected: { outcome: 'interrupted', reason: 'reset', stage: 'client-hello' },
};
