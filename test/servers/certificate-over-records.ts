import type { Liar } from './liar.js';
import { HANDSHAKE, honestFlight, inRecordsOf } from './wire.js';

export const certificateOverRecords: Liar = {
  row: 13,
  does: 'cuts its Certificate message into records of a hundred bytes',
  answer: ({ socket, seen, credentials }) =>
    socket.write(inRecordsOf(100, HANDSHAKE, honestFlight(seen, credentials).whole)),
  expected: { outcome: 'served', reason: null, stage: 'possession', certificates: 1, possession: 'proved' },
};
