import type { Liar } from './liar.js';

export const ftpBanner: Liar = {
  row: 32,
  does: 'greets as FTP',
  greet: (socket) => socket.write('220 (vsFTPd 3.0.3)\r\n'),
  expected: { outcome: 'not-tls', reason: 'ftp', stage: 'client-hello' },
};
