import type { Liar } from './liar.js';
import { HANDSHAKE, honestFlight, join, record } from './wire.js';

export const splitHeader: Liar = {
  row: 11,
  does: 'cuts a message header after its first byte',
  answer: ({ socket, seen, credentials }) => {
    const { whole } = honestFlight(seen, credentials);
    socket.write(
      join(
        record(HANDSHAKE, whole.subarray(0, 1)),
        record(HANDSHAKE, whole.subarray(1, 4)),
        record(HANDSHAKE, whole.subarray(4)),
      ),
    );
  },
  expected: { outcome: 'served', reason: null, stage: 'possession', certificates: 1, possession: 'proved' },
};
