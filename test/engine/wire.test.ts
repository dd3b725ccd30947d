import { afterEach, describe, expect, it } from 'vitest';
import { Cancellation } from '../../src/engine/cancellation.js';
import { Wire } from '../../src/engine/wire.js';
import type { Endpoint } from '../../src/model/target.js';
import { type CountingServer, closedPort, startTcp } from '../support/tcp-server.js';

const servers: CountingServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop();
});

const endpoint = (port: number): Endpoint => ({
  address: '127.0.0.1',
  port,
  dialAddress: '127.0.0.1',
  dialPort: port,
  starttls: null,
  starttlsHost: null,
});

/** What the wire told, in order. */
function listen(port: number, timeoutMs: number, cancellation = new Cancellation()): Promise<readonly string[]> {
  return new Promise((resolve) => {
    const told: string[] = [];
    const wire = new Wire(
      endpoint(port),
      { timeoutMs, cancellation, slot: { heard: () => undefined } },
      {
        connected() {
          told.push('connected');
          wire.write(Buffer.from('hello'));
        },
        received: (bytes) => void told.push(`received ${bytes.length}`),
        failed: ({ reason, code }) => resolve([...told, `failed ${reason} ${code}`]),
        ended: (how) => resolve([...told, how]),
      },
    );
  });
}

async function serve(...[each]: Parameters<typeof startTcp>): Promise<number> {
  const server = await startTcp(each);
  servers.push(server);
  return server.port;
}

describe('one connection', () => {
  it('tells a FIN from a RST', async () => {
    const fin = await serve((socket) => socket.once('data', () => socket.end('bye')));
    expect(await listen(fin, 5_000)).toEqual(['connected', 'received 3', 'closed']);
    const rst = await serve((socket) => socket.once('data', () => socket.resetAndDestroy()));
    expect(await listen(rst, 5_000)).toEqual(['connected', 'reset']);
  });

  it('a RST at once is one, whether or not we heard of the connection first', async () => {
    const rst = await serve((socket) => socket.resetAndDestroy());
    for (let count = 0; count < 20; count += 1) expect((await listen(rst, 5_000)).at(-1)).toBe('reset');
  });

  it('ends at its deadline, whatever drips in', async () => {
    const drip = await serve((socket) => {
      const timer = setInterval(() => socket.write('x'), 10);
      socket.once('close', () => clearInterval(timer));
    });
    expect((await listen(drip, 150)).at(-1)).toBe('timed-out');
  });

  it('ends with the run, before it is connected and after', async () => {
    const silent = await serve(() => undefined);
    const late = new Cancellation();
    const told = listen(silent, 60_000, late);
    setTimeout(() => late.abort(), 50);
    expect((await told).at(-1)).toMatch(/aborted/);
    const early = new Cancellation();
    early.abort();
    expect(await listen(silent, 60_000, early)).toEqual(['failed aborted null']);
  });

  it('says when nobody listens', async () => {
    expect(await listen(await closedPort(), 5_000)).toEqual(['failed refused ECONNREFUSED']);
  });

  it('closes by a reset, and tells nothing more', async () => {
    const seen: string[] = [];
    const port = await serve((socket) => {
      socket.on('error', (error: NodeJS.ErrnoException) => seen.push(error.code ?? ''));
    });
    const told: string[] = [];
    await new Promise<void>((resolve) => {
      const wire = new Wire(
        endpoint(port),
        { timeoutMs: 5_000, cancellation: new Cancellation(), slot: { heard: () => undefined } },
        {
          connected() {
            wire.close();
            wire.close();
            wire.write(Buffer.from('too late'));
            resolve();
          },
          received: () => void told.push('received'),
          failed: () => void told.push('failed'),
          ended: () => void told.push('ended'),
        },
      );
    });
    while (seen.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(seen).toEqual(['ECONNRESET']);
    expect(told).toEqual([]);
  });
});
