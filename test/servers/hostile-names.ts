import { alternativeNames, name, tlv } from '../support/der.js';
import type { Liar } from './liar.js';
import { HANDSHAKE, honestFlight, makeCredentials, record } from './wire.js';

export const hostileNames: Liar = {
  row: 49,
  does: 'sends a certificate whose names hold quotes, NULs, escapes and a second name',
  credentials: () =>
    makeCredentials({
      subject: name(['2.5.4.3', tlv(0x0c, 'liar.test\0.example.com\x1b[31m\xff\xfe')]),
      extensions: [alternativeNames(['liar.test", DNS:bank.test', 'nul\0.test', '\x1b]0;owned\x07', '<script>.test'])],
    }),
  answer: ({ socket, seen, credentials }) => socket.write(record(HANDSHAKE, honestFlight(seen, credentials).whole)),
  expected: { outcome: 'served', reason: null, stage: 'possession', certificates: 1, possession: 'proved' },
};
