import type { Liar } from './liar.js';

export const endlessBanner: Liar = {
  row: 40,
  does: 'greets without end',
  starttls: 'smtp',
  greet: (socket) => {
    const pour = (): void => {
      while (socket.writable && socket.write('220-'.padEnd(1000, 'x').concat('\r\n')));
    };
    socket.on('drain', pour);
    pour();
  },
  expected: { outcome: 'over-limit', reason: 'starttls-lines', stage: 'starttls' },
};
