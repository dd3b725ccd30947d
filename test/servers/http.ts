import type { Liar } from './liar.js';

export const http: Liar = {
  row: 30,
  does: 'speaks HTTP in plaintext',
  answer: ({ socket }) => socket.end('HTTP/1.1 400 Bad Request\r\nServer: nginx\r\n\r\n'),
  expected: { outcome: 'not-tls', reason: 'http', stage: 'client-hello' },
};
