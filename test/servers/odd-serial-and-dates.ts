import { alternativeNames, hex, seq, tlv } from '../support/der.js';
import type { Liar } from './liar.js';
import { HANDSHAKE, honestFlight, makeCredentials, record } from './wire.js';

export const oddSerialAndDates: Liar = {
  row: 55,
  does: 'sends a certificate with a negative serial number and dates far out',
  credentials: () =>
    makeCredentials({
      serial: hex('0201ff'),
      validity: seq(tlv(0x18, '19000101000000Z'), tlv(0x18, '99991231235959Z')),
      extensions: [alternativeNames(['liar.test'])],
    }),
  answer: ({ socket, seen, credentials }) => socket.write(record(HANDSHAKE, honestFlight(seen, credentials).whole)),
  expected: { outcome: 'served', reason: null, stage: 'possession', certificates: 1, possession: 'proved' },
};
