import type { Liar } from './liar.js';
import { CHANGE_CIPHER_SPEC, record, u8 } from './wire.js';

export const changeCipherSpecFlood: Liar = {
  row: 60,
  does: 'sends ChangeCipherSpec without end',
  answer: ({ socket }) =>
    socket.write(Buffer.concat(Array.from({ length: 1000 }, () => record(CHANGE_CIPHER_SPEC, u8(1))))),
  expected: { outcome: 'over-limit', reason: 'change-cipher-spec', stage: 'client-hello' },
};
