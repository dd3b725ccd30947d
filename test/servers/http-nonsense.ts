import type { Liar } from './liar.js';

export const httpNonsense: Liar = {
  row: 34,
  does: 'answers with header lines that make no sense',
  answer: ({ socket }) => socket.end('HTTP/1.1 -1 \r\nContent-Length: -5\r\n: \r\n\r\n'),
  expected: { outcome: 'not-tls', reason: 'http', stage: 'client-hello' },
};
