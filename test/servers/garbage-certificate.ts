import type { Liar } from './liar.js';
import { HANDSHAKE, honestFlight, makeCredentials, record, text } from './wire.js';

export const garbageCertificate: Liar = {
  row: 47,
  does: 'sends a certificate that is no DER',
  credentials: () => ({ ...makeCredentials(), list: [text('this is no certificate')] }),
  answer: ({ socket, seen, credentials }) => socket.write(record(HANDSHAKE, honestFlight(seen, credentials).whole)),
  expected: { outcome: 'served', reason: null, stage: 'possession', certificates: 1, possession: 'unchecked' },
};
