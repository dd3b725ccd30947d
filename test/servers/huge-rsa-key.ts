import { hex, oid, seq, tlv } from '../support/der.js';
import type { Liar } from './liar.js';
import { HANDSHAKE, honestFlight, makeCredentials, record } from './wire.js';

export const hugeRsaKey: Liar = {
  row: 51,
  does: 'sends a certificate with an RSA key of 16,384 bits (CVE-2023-29409)',
  credentials: () => {
    const modulus = new Uint8Array(2049).fill(0xa5);
    modulus[0] = 0;
    const key = seq(tlv(0x02, modulus), hex('0203010001'));
    return makeCredentials({ spki: seq(seq(oid('1.2.840.113549.1.1.1'), hex('0500')), tlv(0x03, [0], key)) });
  },
  answer: ({ socket, seen, credentials }) => socket.write(record(HANDSHAKE, honestFlight(seen, credentials).whole)),
  expected: { outcome: 'served', reason: null, stage: 'possession', certificates: 1, possession: 'unchecked' },
};
