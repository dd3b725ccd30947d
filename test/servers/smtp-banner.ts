import type { Liar } from './liar.js';

export const smtpBanner: Liar = {
  row: 32,
  does: 'greets as SMTP',
  greet: (socket) => socket.write('220 mail.test ESMTP Postfix\r\n'),
  expected: { outcome: 'not-tls', reason: 'smtp', stage: 'client-hello' },
};
