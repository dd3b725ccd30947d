import type { Liar } from './liar.js';
import { HANDSHAKE, honestFlight, makeCredentials, record } from './wire.js';

export const hundredCertificates: Liar = {
  row: 54,
  does: 'sends a list of a hundred certificates',
  credentials: () => makeCredentials({}, Array.from({ length: 99 }, () => makeCredentials().list).flat()),
  answer: ({ socket, seen, credentials }) => socket.write(record(HANDSHAKE, honestFlight(seen, credentials).whole)),
  expected: { outcome: 'served', reason: null, stage: 'possession', certificates: 100, possession: 'proved' },
};
