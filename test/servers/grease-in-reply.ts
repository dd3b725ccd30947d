import type { Liar } from './liar.js';
import { extension, HANDSHAKE, honestFlight, record, text } from './wire.js';

export const greaseInReply: Liar = {
  row: 59,
  does: 'answers with Encrypted ClientHello, which was not offered',
  answer: ({ socket, seen, credentials }) =>
    socket.write(
      record(HANDSHAKE, honestFlight(seen, credentials, { extensions: [extension(0xfe0d, text('x'))] }).whole),
    ),
  expected: { outcome: 'misbehaved', reason: 'extension-not-offered', stage: 'possession', certificates: 1 },
};
