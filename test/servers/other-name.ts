import { alternativeNames, oid, tlv, utf8 } from '../support/der.js';
import type { Liar } from './liar.js';
import { HANDSHAKE, honestFlight, makeCredentials, record } from './wire.js';

export const otherName: Liar = {
  row: 53,
  does: 'sends a certificate with an otherName beside its names (CVE-2024-6119)',
  credentials: () =>
    makeCredentials({
      extensions: [
        alternativeNames(['liar.test'], tlv(0xa0, oid('1.3.6.1.4.1.311.20.2.3'), tlv(0xa0, utf8('user@liar.test')))),
      ],
    }),
  answer: ({ socket, seen, credentials }) => socket.write(record(HANDSHAKE, honestFlight(seen, credentials).whole)),
  expected: { outcome: 'served', reason: null, stage: 'possession', certificates: 1, possession: 'proved' },
};
