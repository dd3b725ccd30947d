import type { Liar } from './liar.js';

export const endlessLine: Liar = {
  row: 40,
  does: 'greets with one line that does not end',
  starttls: 'smtp',
  greet: (socket) => {
    const pour = (): void => {
      while (socket.writable && socket.write(Buffer.alloc(65_536, '2')));
    };
    socket.on('drain', pour);
    pour();
  },
  expected: { outcome: 'over-limit', reason: 'starttls-line-length', stage: 'starttls' },
};
