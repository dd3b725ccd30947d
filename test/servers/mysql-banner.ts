import type { Liar } from './liar.js';

export const mysqlBanner: Liar = {
  row: 32,
  does: 'greets as MySQL',
  greet: (socket) => socket.write('J\0\0\0\x0a8.0.36\0\x08\0\0\0abcdefgh\0'),
  expected: { outcome: 'not-tls', reason: 'mysql', stage: 'client-hello' },
};
