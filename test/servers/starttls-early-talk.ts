import type { Liar } from './liar.js';

export const starttlsEarlyTalk: Liar = {
  row: 37,
  does: 'rejects whoever talks before its greeting is complete',
  starttls: 'smtp',
  greet: (socket) => {
    let greeted = false;
    socket.write('220-mail.test ESMTP\r\n');
    setImmediate(() => {
      greeted = true;
      socket.write('220 ready\r\n');
    });
    socket.on('data', (bytes) => {
      if (!greeted) socket.end('554 SMTP synchronization error\r\n');
      else if (/^EHLO/i.test(bytes.toString())) socket.write('250-mail.test\r\n250 STARTTLS\r\n');
      else socket.end('454 TLS not available\r\n');
    });
  },
  expected: { outcome: 'starttls', reason: 'refused', stage: 'starttls' },
};
