import { afterEach, describe, expect, it } from 'vitest';
import type { HttpAnswer } from '../../src/model/report.js';
import { checkOne } from '../support/engine.js';
import { SSTP_ANSWER, startWindows } from '../support/windows-server.js';

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

async function windows(answer: string | null, requests: string[], server?: string): Promise<number> {
  const { port, stop } = await startWindows(answer, requests, server);
  stops.push(stop);
  return port;
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
    const { http, evidence } = await ask(await windows(SSTP_ANSWER, requests));
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
    const port = await windows(SSTP_ANSWER, requests);
    expect((await ask(port, { askSstp: false })).http).not.toHaveProperty('sstp');
    expect((await ask(port, { http: false })).http).toBeNull();
    const nginx = await windows(SSTP_ANSWER, requests, 'nginx');
    expect((await ask(nginx)).http).not.toHaveProperty('sstp');
    expect(sstpRequests(requests)).toEqual([]);
  });
});
