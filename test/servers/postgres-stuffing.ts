import type { Liar } from './liar.js';

export const postgresStuffing: Liar = {
  row: 42,
  does: 'answers SSLRequest with S and plaintext behind it (CVE-2021-23222)',
  starttls: 'postgres',
  greet: (socket) => socket.on('data', () => socket.write('SR\0\0\0\x08\0\0\0\0')),
  expected: { outcome: 'starttls', reason: 'refused', stage: 'starttls', detail: { plaintextAfterGoAhead: 9 } },
};
