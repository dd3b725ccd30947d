import { alternativeNames, extension, tlv } from '../support/der.js';
import type { Liar } from './liar.js';
import { HANDSHAKE, honestFlight, makeCredentials, record } from './wire.js';

export const unprintableExtension: Liar = {
  row: 50,
  does: 'sends a certificate whose known extensions hold nonsense',
  credentials: () =>
    makeCredentials({
      extensions: [
        alternativeNames(['liar.test']),
        extension('1.3.6.1.5.5.7.1.1', tlv(0x30, [0xff, 0xff, 0xff])),
        extension('2.5.29.32', tlv(0x02, [])),
        extension('2.5.29.37', new Uint8Array()),
      ],
    }),
  answer: ({ socket, seen, credentials }) => socket.write(record(HANDSHAKE, honestFlight(seen, credentials).whole)),
  expected: { outcome: 'served', reason: null, stage: 'possession', certificates: 1, possession: 'proved' },
};
