import type { Liar } from './liar.js';
import {
  certificateMessage,
  HANDSHAKE,
  join,
  legacyKeyExchange,
  record,
  serverHello,
  serverHelloDone,
} from './wire.js';

export const oldVersion: Liar = {
  row: 26,
  does: 'answers with TLS 1.0, which was not offered',
  answer: ({ socket, seen, credentials }) => {
    const random = new Uint8Array(32).fill(7);
    const flight = join(
      serverHello({ version: 0x0301, random, suite: 0xc009 }),
      certificateMessage(credentials.list),
      legacyKeyExchange(seen.random, random, credentials.key),
      serverHelloDone(),
    );
    socket.write(record(HANDSHAKE, flight, 0x0301));
  },
  // Kept and verified, as the design wants of servers that only speak TLS 1.0: `legacy-protocol-only` is a finding.
  expected: { outcome: 'served', reason: null, stage: 'possession', certificates: 1, possession: 'proved' },
};
