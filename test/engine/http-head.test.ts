import { once } from 'node:events';
import { createServer } from 'node:https';
import { afterEach, describe, expect, it } from 'vitest';
import { putQuestion } from '../../src/engine/asker.js';
import { askHttp } from '../../src/engine/http-head.js';
import { EndpointState } from '../../src/engine/job.js';
import type { HttpAnswer } from '../../src/model/report.js';
import { atEndpoint, tlsCertificate } from '../support/engine.js';
import { startTls } from '../support/tcp-server.js';

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

interface Seen {
  method: string;
  host: string;
}

async function serveHttp(status: number, server: string | null, seen: Seen[]): Promise<number> {
  const http = createServer(await tlsCertificate(['a.test']), (request, response) => {
    seen.push({ method: request.method ?? '', host: request.headers.host ?? '' });
    if (server !== null) response.setHeader('Server', server);
    response.statusCode = status;
    response.end();
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  stops.push(async () => {
    http.closeAllConnections();
    http.close();
    await once(http, 'close');
  });
  const address = http.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function head(port: number, http = true, text = 'a.test', timeoutMs = 5_000): Promise<HttpAnswer | null> {
  const { run, job, state } = await atEndpoint(port, { http, timeoutMs }, text);
  await putQuestion(run, job, state, 'target-name', state.controlHello('a.test'));
  await askHttp(run, job, state);
  return state.http;
}

describe('one HTTP HEAD', () => {
  it('goes to that address under that name', async () => {
    const seen: Seen[] = [];
    const port = await serveHttp(421, 'Microsoft-IIS/8.5', seen);
    expect(await head(port)).toEqual({ status: 421, server: 'Microsoft-IIS/8.5' });
    expect(seen).toEqual([{ method: 'HEAD', host: `a.test:${port}` }]);
  });

  it('is sent once for the names that are served one certificate there', async () => {
    const seen: Seen[] = [];
    const port = await serveHttp(421, 'Microsoft-IIS/8.5', seen);
    const { run, job, state } = await atEndpoint(port, { http: true }, 'a.test');
    const other = new EndpointState(state.endpoint, state.memory, false, 'current');
    for (const one of [state, other]) {
      await putQuestion(run, job, one, 'target-name', one.controlHello('a.test'));
      expect(await askHttp(run, job, one)).toBe(true);
    }
    expect(seen).toHaveLength(1);
    expect(state.http).toEqual({ status: 421, server: 'Microsoft-IIS/8.5' });
    expect(other.http).toEqual({ status: null, server: 'Microsoft-IIS/8.5' });
  });

  it('may bring no Server header, or one that is too long', async () => {
    expect(await head(await serveHttp(200, null, []))).toEqual({ status: 200, server: null });
    expect((await head(await serveHttp(200, 'x'.repeat(5_000), [])))?.server).toHaveLength(256);
  });

  it('is not sent where it was forbidden, nor where no HTTP is to be expected', async () => {
    const seen: Seen[] = [];
    const port = await serveHttp(200, 'x', seen);
    expect(await head(port, false)).toBeNull();
    expect(await head(port, true, 'imaps://a.test')).toBeNull();
    expect(seen).toEqual([]);
  });

  it('brings nothing where nothing that is HTTP comes back', async () => {
    const server = await startTls(await tlsCertificate(['a.test']));
    stops.push(server.stop);
    expect(await head(server.port, true, 'a.test', 300)).toBeNull();
  });
});
