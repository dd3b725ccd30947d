import type { Liar } from './liar.js';
import { extension, HANDSHAKE, helloRetryRequest, record, u16 } from './wire.js';

export const retryThenClose: Liar = {
  row: 23,
  does: 'asks for another group and then closes',
  answer: ({ socket, seen }) => socket.end(record(HANDSHAKE, helloRetryRequest(seen, extension(51, u16(24))))),
  expected: { outcome: 'interrupted', reason: 'closed', stage: 'hello-retry-request' },
};
