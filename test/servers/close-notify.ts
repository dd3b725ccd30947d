import type { Liar } from './liar.js';
import { alert } from './wire.js';

export const closeNotify: Liar = {
  row: 20,
  does: 'says close_notify straight after the ClientHello',
  answer: ({ socket }) => socket.end(alert(1, 0)),
  expected: { outcome: 'interrupted', reason: 'closed', stage: 'client-hello', warningAlerts: ['close_notify'] },
};
