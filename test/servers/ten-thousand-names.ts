import { alternativeNames } from '../support/der.js';
import type { Liar } from './liar.js';
import { HANDSHAKE, honestFlight, makeCredentials, record } from './wire.js';

export const tenThousandNames: Liar = {
  row: 54,
  does: 'sends a certificate with ten thousand names',
  credentials: () =>
    makeCredentials({
      extensions: [alternativeNames(Array.from({ length: 10_000 }, (_, index) => `${index}.liar.test`))],
    }),
  answer: ({ socket, seen, credentials }) => socket.write(record(HANDSHAKE, honestFlight(seen, credentials).whole)),
  expected: { outcome: 'served', reason: null, stage: 'possession', certificates: 1, possession: 'proved' },
};
