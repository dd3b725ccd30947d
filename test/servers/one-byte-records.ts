import type { Liar } from './liar.js';
import { HANDSHAKE, honestFlight, inRecordsOf } from './wire.js';

export const oneByteRecords: Liar = {
  row: 8,
  does: 'sends an honest flight in records of one byte',
  answer: ({ socket, seen, credentials }) =>
    socket.write(inRecordsOf(1, HANDSHAKE, honestFlight(seen, credentials).whole)),
  expected: { outcome: 'served', reason: null, stage: 'possession', certificates: 1, possession: 'proved' },
};
