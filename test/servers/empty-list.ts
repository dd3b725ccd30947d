import type { Liar } from './liar.js';
import { certificateMessage, HANDSHAKE, join, record, serverHello } from './wire.js';

export const emptyList: Liar = {
  row: 45,
  does: 'sends a certificate list without certificates',
  answer: ({ socket }) => socket.write(record(HANDSHAKE, join(serverHello(), certificateMessage([])))),
  expected: { outcome: 'misbehaved', reason: 'empty-certificate-list', stage: 'server-hello' },
};
