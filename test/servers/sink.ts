import type { Liar } from './liar.js';

export const sink: Liar = {
  row: 2,
  does: 'reads whatever comes and never writes',
  greet: (socket) => socket.resume(),
  expected: {
    outcome: 'interrupted',
    reason: 'timed-out',
    stage: 'client-hello',
    detail: { awaiting: 'ServerHello', bytesReceived: 0 },
  },
};
