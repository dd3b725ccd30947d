import type { Liar } from './liar.js';

export const postgresGss: Liar = {
  row: 42,
  does: "answers PostgreSQL's SSLRequest with G",
  starttls: 'postgres',
  greet: (socket) => socket.on('data', () => socket.write('G')),
  expected: { outcome: 'starttls', reason: 'not-offered', stage: 'starttls' },
};
