import type { Liar } from './liar.js';

export const imapPreauth: Liar = {
  row: 39,
  does: 'greets as a mailbox that is open already',
  starttls: 'imap',
  greet: (socket) => socket.write('* PREAUTH IMAP4rev1 server logged in as nobody\r\n'),
  expected: { outcome: 'starttls', reason: 'preauth', stage: 'starttls' },
};
