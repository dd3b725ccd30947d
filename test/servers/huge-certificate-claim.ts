import type { Liar } from './liar.js';
import { HANDSHAKE, join, record, serverHello, u8, u24 } from './wire.js';

export const hugeCertificateClaim: Liar = {
  row: 9,
  does: 'claims a Certificate message of 16 MiB',
  answer: ({ socket }) => socket.write(record(HANDSHAKE, join(serverHello(), u8(11), u24(0xffffff)))),
  expected: { outcome: 'over-limit', reason: 'message-length', stage: 'server-hello' },
};
