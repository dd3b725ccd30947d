import type { Liar } from './liar.js';
import { extension, HANDSHAKE, helloRetryRequest, record, u16 } from './wire.js';

export const retryTwice: Liar = {
  row: 24,
  does: 'asks for another group twice',
  answer: ({ socket, seen }) => {
    socket.write(record(HANDSHAKE, helloRetryRequest(seen, extension(51, u16(24)))));
    socket.write(record(HANDSHAKE, helloRetryRequest(seen, extension(51, u16(25)))));
  },
  expected: { outcome: 'misbehaved', reason: 'second-hello-retry-request', stage: 'hello-retry-request' },
};
