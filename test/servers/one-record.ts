import type { Liar } from './liar.js';
import { HANDSHAKE, honestFlight, record } from './wire.js';

export const oneRecord: Liar = {
  row: 12,
  does: 'sends its whole flight in one record',
  answer: ({ socket, seen, credentials }) => socket.write(record(HANDSHAKE, honestFlight(seen, credentials).whole)),
  expected: { outcome: 'served', reason: null, stage: 'possession', certificates: 1, possession: 'proved' },
};
