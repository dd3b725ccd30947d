import type { Liar } from './liar.js';

export const pop3Banner: Liar = {
  row: 32,
  does: 'greets as POP3',
  greet: (socket) => socket.write('+OK Dovecot ready.\r\n'),
  expected: { outcome: 'not-tls', reason: 'pop3', stage: 'client-hello' },
};
