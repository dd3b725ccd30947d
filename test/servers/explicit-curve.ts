import { hex, oid, seq, tlv } from '../support/der.js';
import type { Liar } from './liar.js';
import { HANDSHAKE, honestFlight, makeCredentials, record } from './wire.js';

export const explicitCurve: Liar = {
  row: 52,
  does: 'sends a certificate whose key spells out its curve (CVE-2022-0778)',
  credentials: () => {
    // p is a composite: whoever takes a square root modulo it never ends.
    const field = seq(oid('1.2.840.10045.1.1'), tlv(0x02, [0x02, 0xb9]));
    const curve = seq(tlv(0x04, [0x17]), tlv(0x04, [0x00]));
    const parameters = seq(hex('020101'), field, curve, tlv(0x04, [0x03, 0x08]), tlv(0x02, [0x07]));
    return makeCredentials({ spki: seq(seq(oid('1.2.840.10045.2.1'), parameters), tlv(0x03, [0, 3, 8])) });
  },
  answer: ({ socket, seen, credentials }) => socket.write(record(HANDSHAKE, honestFlight(seen, credentials).whole)),
  expected: { outcome: 'served', reason: null, stage: 'possession', certificates: 1, possession: 'unchecked' },
};
