import type { Liar } from './liar.js';

export const postgresError: Liar = {
  row: 42,
  does: "answers PostgreSQL's SSLRequest with E",
  starttls: 'postgres',
  greet: (socket) => socket.on('data', () => socket.write('E\0\0\0\x0cSFATAL\0\0')),
  expected: { outcome: 'starttls', reason: 'refused', stage: 'starttls' },
};
