import type { Liar } from './liar.js';
import { alert } from './wire.js';

export const alertLevelThree: Liar = {
  row: 17,
  does: 'sends an alert of a level that does not exist',
  answer: ({ socket }) => socket.end(alert(3, 40)),
  expected: { outcome: 'malformed', reason: 'Alert/level', stage: 'client-hello' },
};
