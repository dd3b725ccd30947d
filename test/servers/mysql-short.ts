import type { Liar } from './liar.js';

export const mysqlShort: Liar = {
  row: 33,
  does: 'greets as MySQL with a packet of zeros cut short',
  greet: (socket) => socket.end('\x04\0\0\0\xff\0\0\0', 'latin1'),
  expected: { outcome: 'not-tls', reason: 'mysql', stage: 'client-hello' },
};
