import type { Liar } from './liar.js';

export const postgresNo: Liar = {
  row: 42,
  does: "answers PostgreSQL's SSLRequest with N",
  starttls: 'postgres',
  greet: (socket) => socket.on('data', () => socket.write('N')),
  expected: { outcome: 'starttls', reason: 'not-offered', stage: 'starttls' },
};
