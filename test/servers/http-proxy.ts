import type { Liar } from './liar.js';

export const httpProxy: Liar = {
  row: 31,
  does: 'answers as a proxy that wants a password, with a page of HTML',
  answer: ({ socket }) =>
    socket.end('HTTP/1.0 407 Proxy Authentication Required\r\n\r\n<html><body>Denied</body></html>'),
  expected: { outcome: 'not-tls', reason: 'http', stage: 'client-hello', detail: { status: 407 } },
};
