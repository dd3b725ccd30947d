import type { Liar } from './liar.js';

export const starttlsNotOffered: Liar = {
  row: 35,
  does: 'is a mail server that offers no STARTTLS',
  starttls: 'smtp',
  greet: (socket) => {
    socket.write('220 mail.test ESMTP\r\n');
    socket.on('data', () => socket.write('250-mail.test\r\n250 SIZE 1000\r\n'));
  },
  expected: { outcome: 'starttls', reason: 'not-offered', stage: 'starttls' },
};
