import type { Liar } from './liar.js';
import { HANDSHAKE, honestFlight, record } from './wire.js';

export const suiteNotOffered: Liar = {
  row: 27,
  does: 'picks a cipher suite that was not offered',
  answer: ({ socket, seen, credentials }) =>
    socket.write(record(HANDSHAKE, honestFlight(seen, credentials, { suite: 0x0005 }).whole)),
  expected: { outcome: 'misbehaved', reason: 'suite-not-offered', stage: 'certificate', certificates: 1 },
};
