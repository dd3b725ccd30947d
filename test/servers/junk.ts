import type { Liar } from './liar.js';

export const junk: Liar = {
  row: 4,
  does: 'sends junk without end',
  greet: (socket) => {
    const pour = (): void => {
      while (socket.writable && socket.write(Buffer.alloc(65_536, 'z')));
    };
    socket.on('drain', pour);
    pour();
  },
  expected: { outcome: 'not-tls', reason: 'unknown', stage: 'client-hello' },
};
