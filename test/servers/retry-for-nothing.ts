import type { Liar } from './liar.js';
import { extension, HANDSHAKE, helloRetryRequest, record, u16 } from './wire.js';

export const retryForNothing: Liar = {
  row: 24,
  does: 'asks for a group whose share was sent already',
  answer: ({ socket, seen }) => socket.write(record(HANDSHAKE, helloRetryRequest(seen, extension(51, u16(29))))),
  expected: { outcome: 'misbehaved', reason: 'illegal-retry-group-already-sent', stage: 'client-hello' },
};
