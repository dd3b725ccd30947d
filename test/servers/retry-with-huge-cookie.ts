import type { Liar } from './liar.js';
import { extension, HANDSHAKE, helloRetryRequest, record, vector } from './wire.js';

export const retryWithHugeCookie: Liar = {
  row: 25,
  does: 'asks for another hello with a cookie of 64 KiB',
  answer: ({ socket, seen }) =>
    socket.write(record(HANDSHAKE, helloRetryRequest(seen, extension(44, vector(2, new Uint8Array(60_000)))))),
  expected: { outcome: 'over-limit', reason: 'message-length', stage: 'client-hello' },
};
