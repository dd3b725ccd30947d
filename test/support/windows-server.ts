/** http.sys on loopback, as far as HTTP shows it. */
import { createServer } from 'node:tls';
import { tlsCertificate } from './engine.js';
import { type CountingServer, startTcp } from './tcp-server.js';

/** What SSTP answers its well-known request. */
export const SSTP_ANSWER =
  'HTTP/1.1 200 OK\r\nContent-Length: 18446744073709551615\r\nServer: Microsoft-HTTPAPI/2.0\r\n\r\n';

/**
 * Serves a certificate for other.test, 404 to every request but SSTP's, and `answer` to that (null: silence).
 *
 * @param requests heads are added as they come
 */
export async function startWindows(
  answer: string | null,
  requests: string[],
  server = 'Microsoft-HTTPAPI/2.0',
): Promise<CountingServer> {
  const secure = createServer(await tlsCertificate(['other.test']), (socket) => {
    let text = '';
    socket.on('error', () => undefined);
    socket.on('data', (bytes: Buffer) => {
      text += bytes.toString('latin1');
      if (!text.includes('\r\n\r\n')) return;
      requests.push(text);
      const isSstp = text.startsWith('SSTP_DUPLEX_POST ');
      text = '';
      if (!isSstp) socket.end(`HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nServer: ${server}\r\n\r\n`);
      else if (answer !== null) socket.write(answer);
    });
  });
  secure.on('tlsClientError', () => undefined);
  return startTcp((socket) => secure.emit('connection', socket));
}
