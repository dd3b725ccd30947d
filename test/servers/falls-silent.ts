import type { Liar } from './liar.js';
import { certificateMessage, HANDSHAKE, join, record, serverHello } from './wire.js';

export const fallsSilent: Liar = {
  row: 44,
  does: 'falls silent after its certificate',
  answer: ({ socket, credentials }) =>
    socket.write(record(HANDSHAKE, join(serverHello(), certificateMessage(credentials.list)))),
  expected: {
    outcome: 'interrupted',
    reason: 'timed-out',
    stage: 'certificate',
    certificates: 1,
    detail: { awaiting: 'ServerKeyExchange' },
  },
};
