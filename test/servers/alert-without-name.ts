import type { Liar } from './liar.js';
import { alert } from './wire.js';

export const alertWithoutName: Liar = {
  row: 17,
  does: 'sends a fatal alert of a description that nobody knows',
  answer: ({ socket }) => socket.end(alert(2, 200)),
  expected: { outcome: 'refused', reason: 'unknown_200', stage: 'client-hello', alert: 'unknown_200' },
};
