import type { Liar } from './liar.js';
import { HANDSHAKE, honestFlight, join, record, text, u8 } from './wire.js';

export const downgrade: Liar = {
  row: 28,
  does: 'says by its random that it was made to speak TLS 1.2 (RFC 8446 §4.1.3)',
  answer: ({ socket, seen, credentials }) => {
    const random = join(new Uint8Array(24), text('DOWNGRD'), u8(1));
    socket.write(record(HANDSHAKE, honestFlight(seen, credentials, { random }).whole));
  },
  expected: { outcome: 'served', reason: null, stage: 'possession', certificates: 1, possession: 'proved' },
};
