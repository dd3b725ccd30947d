import type { Liar } from './liar.js';
import { extension, HANDSHAKE, honestFlight, record, text } from './wire.js';

export const extensionNotOffered: Liar = {
  row: 27,
  does: 'answers an extension that was not offered',
  answer: ({ socket, seen, credentials }) =>
    socket.write(
      record(HANDSHAKE, honestFlight(seen, credentials, { extensions: [extension(16, text('\0\x03\x02h2'))] }).whole),
    ),
  expected: { outcome: 'misbehaved', reason: 'extension-not-offered', stage: 'possession', certificates: 1 },
};
