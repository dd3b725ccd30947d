import { alternativeNames, seq, tlv } from '../support/der.js';
import type { Liar } from './liar.js';
import { HANDSHAKE, honestFlight, makeCredentials, record } from './wire.js';

export const fractionalDate: Liar = {
  row: 55,
  does: 'sends a certificate whose date has a fraction of a second, and a serial number of forty bytes',
  credentials: () =>
    makeCredentials({
      serial: tlv(0x02, new Uint8Array(40).fill(0x11)),
      validity: seq(tlv(0x18, '20250101000000.5Z'), tlv(0x18, '20350101000000.25Z')),
      extensions: [alternativeNames(['liar.test'])],
    }),
  answer: ({ socket, seen, credentials }) => socket.write(record(HANDSHAKE, honestFlight(seen, credentials).whole)),
  expected: { outcome: 'served', reason: null, stage: 'possession', certificates: 1, possession: 'proved' },
};
