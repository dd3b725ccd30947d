import type { Liar } from './liar.js';
import { HANDSHAKE, join, record, u8, u24 } from './wire.js';

export const hugeHelloClaim: Liar = {
  row: 10,
  does: 'claims a ServerHello of 1 MiB',
  answer: ({ socket }) => socket.write(record(HANDSHAKE, join(u8(2), u24(0x100000)))),
  expected: { outcome: 'over-limit', reason: 'message-length', stage: 'client-hello' },
};
