import type { Liar } from './liar.js';
import { alert } from './wire.js';

export const refusesTheName: Liar = {
  row: 19,
  does: 'refuses the name',
  answer: ({ socket }) => socket.end(alert(2, 112)),
  expected: { outcome: 'refused', reason: 'unrecognized_name', stage: 'client-hello', alert: 'unrecognized_name' },
};
