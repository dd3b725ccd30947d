import type { Liar } from './liar.js';
import { HANDSHAKE, record } from './wire.js';

export const drip: Liar = {
  row: 3,
  does: 'sends one byte at a time, each before any idle timer would fire',
  answer: ({ socket }) => {
    const drips = record(HANDSHAKE, new Uint8Array(1000));
    let at = 0;
    const timer = setInterval(() => socket.write(drips.subarray(at, ++at)), 50);
    socket.once('close', () => clearInterval(timer));
  },
  expected: { outcome: 'interrupted', reason: 'timed-out', stage: 'client-hello' },
};
