import type { Liar } from './liar.js';
import { HANDSHAKE, honestFlight, record } from './wire.js';

export const oldVersion: Liar = {
  row: 26,
  does: 'answers with TLS 1.0, which was not offered',
  answer: ({ socket, seen, credentials }) =>
    socket.write(record(HANDSHAKE, honestFlight(seen, credentials, { version: 0x0301 }).whole, 0x0301)),
  expected: { outcome: 'misbehaved', reason: 'version-not-offered', stage: 'certificate', certificates: 1 },
};
