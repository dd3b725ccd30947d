import type { Liar } from './liar.js';

export const starttlsInjection: Liar = {
  row: 38,
  does: 'puts plaintext behind its go-ahead',
  starttls: 'smtp',
  greet: (socket) => {
    socket.write('220 mail.test ESMTP\r\n');
    socket.on('data', (bytes) => {
      const starttls = /STARTTLS/i.test(bytes.toString());
      socket.write(starttls ? '220 go ahead\r\n250 injected\r\n' : '250-mail.test\r\n250 STARTTLS\r\n');
    });
  },
  expected: { outcome: 'starttls', reason: 'refused', stage: 'starttls', detail: { plaintextAfterGoAhead: 14 } },
};
