import type { Liar } from './liar.js';
import { ALERT, record, u8 } from './wire.js';

export const alertOfOneByte: Liar = {
  row: 17,
  does: 'sends an alert of one byte',
  answer: ({ socket }) => socket.end(record(ALERT, u8(2))),
  expected: { outcome: 'malformed', reason: 'Alert/description', stage: 'client-hello' },
};
