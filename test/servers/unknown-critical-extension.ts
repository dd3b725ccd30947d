import { alternativeNames, extension, utf8 } from '../support/der.js';
import type { Liar } from './liar.js';
import { HANDSHAKE, honestFlight, makeCredentials, record } from './wire.js';

export const unknownCriticalExtension: Liar = {
  row: 48,
  does: 'sends a certificate with a critical extension that nobody knows',
  credentials: () =>
    makeCredentials({ extensions: [alternativeNames(['liar.test']), extension('1.2.3.4.5', utf8('x'), true)] }),
  answer: ({ socket, seen, credentials }) => socket.write(record(HANDSHAKE, honestFlight(seen, credentials).whole)),
  expected: { outcome: 'served', reason: null, stage: 'possession', certificates: 1, possession: 'proved' },
};
