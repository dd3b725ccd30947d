import type { Liar } from './liar.js';

export const imapBanner: Liar = {
  row: 32,
  does: 'greets as IMAP',
  greet: (socket) => socket.write('* OK [CAPABILITY IMAP4rev1] ready\r\n'),
  expected: { outcome: 'not-tls', reason: 'imap', stage: 'client-hello' },
};
