import { oid, seq, tlv } from '../support/der.js';
import type { Liar } from './liar.js';
import { HANDSHAKE, honestFlight, makeCredentials, record } from './wire.js';

export const mlDsaKey: Liar = {
  row: 59,
  does: 'sends a certificate with an ML-DSA key',
  credentials: () =>
    makeCredentials({ spki: seq(seq(oid('2.16.840.1.101.3.4.3.17')), tlv(0x03, [0], new Uint8Array(1312).fill(5))) }),
  answer: ({ socket, seen, credentials }) => socket.write(record(HANDSHAKE, honestFlight(seen, credentials).whole)),
  expected: { outcome: 'served', reason: null, stage: 'possession', certificates: 1, possession: 'unchecked' },
};
