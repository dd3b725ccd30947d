import type { Liar } from './liar.js';
import { HANDSHAKE, honestFlight, makeCredentials, record, text } from './wire.js';

export const trailingData: Liar = {
  row: 47,
  does: 'sends a certificate with bytes after its end',
  credentials: () => makeCredentials({ trailing: text('more') }),
  answer: ({ socket, seen, credentials }) => socket.write(record(HANDSHAKE, honestFlight(seen, credentials).whole)),
  expected: { outcome: 'served', reason: null, stage: 'possession', certificates: 1 },
};
