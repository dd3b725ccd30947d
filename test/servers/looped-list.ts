import type { Liar } from './liar.js';
import { HANDSHAKE, honestFlight, makeCredentials, record } from './wire.js';

export const loopedList: Liar = {
  row: 54,
  does: 'sends the same two certificates over and over',
  credentials: () => {
    const other = makeCredentials().list;
    const own = makeCredentials();
    return { ...own, list: [...own.list, ...Array.from({ length: 20 }, () => [...other, ...own.list]).flat()] };
  },
  answer: ({ socket, seen, credentials }) => socket.write(record(HANDSHAKE, honestFlight(seen, credentials).whole)),
  expected: { outcome: 'served', reason: null, stage: 'possession', certificates: 41, possession: 'proved' },
};
