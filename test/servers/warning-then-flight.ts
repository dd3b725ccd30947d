import type { Liar } from './liar.js';
import { alert, HANDSHAKE, honestFlight, join, record } from './wire.js';

export const warningThenFlight: Liar = {
  row: 18,
  does: 'warns that it does not know the name, and goes on',
  answer: ({ socket, seen, credentials }) =>
    socket.write(join(alert(1, 112), record(HANDSHAKE, honestFlight(seen, credentials).whole))),
  expected: {
    outcome: 'served',
    reason: null,
    stage: 'possession',
    certificates: 1,
    possession: 'proved',
    warningAlerts: ['unrecognized_name'],
  },
};
