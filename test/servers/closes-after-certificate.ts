import type { Liar } from './liar.js';
import { certificateMessage, HANDSHAKE, join, record, serverHello } from './wire.js';

export const closesAfterCertificate: Liar = {
  row: 44,
  does: 'closes after its certificate',
  answer: ({ socket, credentials }) =>
    socket.end(record(HANDSHAKE, join(serverHello(), certificateMessage(credentials.list)))),
  expected: { outcome: 'interrupted', reason: 'closed', stage: 'certificate', certificates: 1 },
};
