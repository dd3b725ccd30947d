import type { Liar } from './liar.js';
import { HANDSHAKE, honestFlight, record } from './wire.js';

export const replay: Liar = {
  row: 61,
  does: 'replays the flight that the true server sent to somebody else',
  answer: ({ socket, credentials }) => {
    const recorded = { random: new Uint8Array(32).fill(0x42), sessionId: new Uint8Array() };
    socket.write(record(HANDSHAKE, honestFlight(recorded, credentials).whole));
  },
  expected: {
    outcome: 'served',
    reason: null,
    stage: 'possession',
    certificates: 1,
    possession: 'failed',
    possessionReason: 'signature-does-not-verify',
  },
};
