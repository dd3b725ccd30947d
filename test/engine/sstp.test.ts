import { createServer } from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import type { HttpAnswer } from '../../src/model/report.js';
import { checkOne, tlsCertificate } from '../support/engine.js';
import { startTcp } from '../support/tcp-server.js';

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

const SSTP = 'HTTP/1.1 200 OK\r\nContent-Length: 18446744073709551615\r\nServer: Microsoft-HTTPAPI/2.0\r\n\r\n';

/** http.sys on loopback with a certificate for another name: HEAD is 404, and SSTP's request gets `answer` (null: silence). */
async function windows(answer: string | null, requests: string[], server = 'Microsoft-HTTPAPI/2.0'): Promise<number> {
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
  const tcp = await startTcp((socket) => secure.emit('connection', socket));
  stops.push(tcp.stop);
  return tcp.port;
}

async function ask(port: number, options: { askSstp?: boolean; http?: boolean; timeoutMs?: number } = {}) {
  const connectTo = [{ host: '203.0.113.5', port: 443, toHost: '127.0.0.1', toPort: port }];
  const report = await checkOne('vpn.test@203.0.113.5', { connectTo, http: true, askSstp: true, ...options });
  const http: HttpAnswer | null = report.endpoints[0]?.http ?? null;
  return { http, evidence: report.diagnosis?.evidence.join('\n') ?? '' };
}

const sstpRequests = (requests: readonly string[]): readonly string[] =>
  requests.filter((request) => request.startsWith('SSTP'));

describe('SSTP, when it is asked for', () => {
  it('is told apart by one request, and nothing is sent behind it', async () => {
    const requests: string[] = [];
    const { http, evidence } = await ask(await windows(SSTP, requests));
    expect(http).toEqual({ status: 404, server: 'Microsoft-HTTPAPI/2.0', sstp: true });
    expect(evidence).toMatch(/SSTP \(Routing and Remote Access\) answers/);
    expect(requests).toHaveLength(2);
    expect(sstpRequests(requests)).toEqual([
      'SSTP_DUPLEX_POST /sra_{BA195980-CD49-458b-9E23-C84EE0ADCD75}/ HTTP/1.1\r\nHost: vpn.test\r\nContent-Length: 18446744073709551615\r\n\r\n',
    ]);
  });

  it.each([
    ['a page that is not there', 'HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n'],
    ['a method that is not known', 'HTTP/1.1 501 Not Implemented\r\nContent-Length: 0\r\n\r\n'],
    ['a server that says 200 to everything', 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'],
  ])('is not taken for %s', async (_, answer) => {
    const { http, evidence } = await ask(await windows(answer, []));
    expect(http?.sstp).toBe(false);
    expect(evidence).toMatch(/SSTP does not answer/);
  });

  it.each([
    ['silence', null],
    ['what is no HTTP', '\u0000\u0001 nonsense\r\n\r\n'],
    ['a head without an end', `HTTP/1.1 200 OK\r\n${'X-Filler: 0123456789\r\n'.repeat(1000)}`],
  ])('says nothing of %s', async (_, answer) => {
    const { http } = await ask(await windows(answer, []), { timeoutMs: 1_000 });
    expect(http?.sstp).toBeNull();
  });

  it('is never asked unless it was asked for, nor without HTTP, nor where Windows was not seen', async () => {
    const requests: string[] = [];
    const port = await windows(SSTP, requests);
    expect((await ask(port, { askSstp: false })).http).not.toHaveProperty('sstp');
    expect((await ask(port, { http: false })).http).toBeNull();
    const nginx = await windows(SSTP, requests, 'nginx');
    expect((await ask(nginx)).http).not.toHaveProperty('sstp');
    expect(sstpRequests(requests)).toEqual([]);
  });
});
