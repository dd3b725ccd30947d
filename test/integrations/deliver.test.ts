import { createServer, type IncomingMessage } from 'node:http';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, describe, expect, it } from 'vitest';
import { DEFAULT_DELIVERY, deliver } from '../../src/integrations/deliver.js';
import { webhook } from '../../src/integrations/webhook.js';
import { aConflict } from '../support/reports.js';
import { asked } from './asked.js';

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

/** A receiver on loopback that answers with these statuses in turn, the last one for ever; `null` hangs. */
async function receiver(statuses: readonly (number | null)[]) {
  const requests: { request: IncomingMessage; body: string }[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += String(chunk);
    });
    request.on('end', () => {
      requests.push({ request, body });
      const status = statuses[Math.min(requests.length, statuses.length) - 1];
      if (status != null) response.writeHead(status).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { url: `http://127.0.0.1:${port}/hook/secret-token`, requests };
}

const quick = { ...DEFAULT_DELIVERY, firstPauseMs: 1 };

describe('delivery', () => {
  it('delivers once where it is taken', async () => {
    const { url, requests } = await receiver([204]);
    expect(await deliver(asked(webhook({ url, secret: 's3cret' }), aConflict()), quick)).toEqual({
      delivered: true,
      tries: 1,
    });
    expect(JSON.parse(requests[0]?.body ?? '').diagnosis.cause).toBe('ip-binding-conflict');
  });

  it('tries again after 5xx and 429, not after 4xx', async () => {
    const busy = await receiver([503, 429, 200]);
    expect(await deliver(asked(webhook({ url: busy.url, secret: null }), aConflict()), quick)).toEqual({
      delivered: true,
      tries: 3,
    });
    const wrong = await receiver([403]);
    expect(await deliver(asked(webhook({ url: wrong.url, secret: null }), aConflict()), quick)).toEqual({
      delivered: false,
      tries: 1,
      problem: 'HTTP 403',
    });
  });

  it('gives a dead receiver up by its deadline', async () => {
    const { url } = await receiver([null]);
    const outcome = await deliver(asked(webhook({ url, secret: null }), aConflict()), { ...quick, deadlineMs: 50 });
    expect(outcome).toMatchObject({ delivered: false, problem: 'the deadline is over' });
  });

  it.each([
    ['its deadline', { deadlineMs: 300 }, 'the deadline is over'],
    ['a stop', { deadlineMs: 50_000 }, 'stopped before it was taken'],
  ])('gives a dead receiver up by %s, although memory was collected meanwhile', async (_, more, problem) => {
    setFlagsFromString('--expose-gc');
    const collect: () => void = runInNewContext('gc');
    const { url, requests } = await receiver([null]);
    const stop = new AbortController();
    const outcome = deliver(asked(webhook({ url, secret: null }), aConflict()), {
      ...quick,
      ...more,
      signal: stop.signal,
    });
    while (requests.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    collect();
    if (more.deadlineMs > 1_000) stop.abort();
    expect(await outcome).toEqual({ delivered: false, tries: 1, problem });
  });

  it('says a refused connection by its code, and never the address with its token', async () => {
    const { url } = await receiver([200]);
    for (const close of closers.splice(0)) close();
    const outcome = await deliver(asked(webhook({ url, secret: null }), aConflict()), { ...quick, tries: 2 });
    expect(outcome).toEqual({ delivered: false, tries: 2, problem: 'ECONNREFUSED' });
    expect(JSON.stringify(outcome)).not.toContain('secret-token');
  });
});
