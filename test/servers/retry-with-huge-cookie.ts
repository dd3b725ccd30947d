import type { Liar } from './liar.js';
import { extension, HANDSHAKE, helloRetryRequest, record, vector } from './wire.js';

export const retryWithHugeCookie: Liar = {
  row: 25,
  does: 'asks for another hello with a cookie of 64 KiB',
  answer: ({ socket, seen }) =>
    socket.write(record(HANDSHAKE, helloRetryRequest(seen, extension(44, vector(2, new Uint8Array(60_000)))))),
  // Echoed: it is below the cap on a ServerHello, and the peer says nothing more.
  expected: { outcome: 'interrupted', reason: 'timed-out', stage: 'hello-retry-request' },
};
