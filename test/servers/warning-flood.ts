import type { Liar } from './liar.js';
import { alert } from './wire.js';

export const warningFlood: Liar = {
  row: 16,
  does: 'sends warning alerts without end (CVE-2016-8610)',
  answer: ({ socket }) => socket.write(Buffer.concat(Array.from({ length: 1000 }, () => alert(1, 112)))),
  expected: {
    outcome: 'over-limit',
    reason: 'warning-alerts',
    stage: 'client-hello',
    warningAlerts: Array.from({ length: 4 }, () => 'unrecognized_name'),
  },
};
