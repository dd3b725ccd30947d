import type { Liar } from './liar.js';

export const sshBanner: Liar = {
  row: 32,
  does: 'greets as SSH',
  greet: (socket) => socket.write('SSH-2.0-OpenSSH_9.2p1\r\n'),
  expected: { outcome: 'not-tls', reason: 'ssh', stage: 'client-hello' },
};
