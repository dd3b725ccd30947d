import type { Liar } from './liar.js';

export const silent: Liar = {
  row: 1,
  does: 'accepts the connection and never writes',
  expected: {
    outcome: 'interrupted',
    reason: 'timed-out',
    stage: 'client-hello',
    detail: { awaiting: 'ServerHello', bytesReceived: 0 },
  },
};
