/** Ten thousand targets (WHICHCERT_MANY_TARGETS: more), each checked, counted on both sides. Servers by hand: a certificate, and nothing to compute. */
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { createIssuer } from '../../src/lab/issue.js';
import { writeCertificate12, writeServerHello, writeServerHelloDone } from '../../src/tls/server-messages.js';
import { helloIn, plain, SERVER_RANDOM } from '../support/scripted-server.js';
import { closedPort } from '../support/tcp-server.js';
import { testFolder, writeFiles } from '../support/temp.js';
import { series } from './series.js';
import { spawnServe } from './spawn.js';
import { eventually, get } from './support.js';

const TARGETS = Number(process.env.WHICHCERT_MANY_TARGETS ?? 10_000);
/** A tenth is served, counted by the server; the others are refused, which costs a connection each and no computing. */
const isServed = (index: number): boolean => index % 10 < 1;
/** Most names share an address, a tenth has one of its own. */
const SHARED_ADDRESSES = 60;
const PER_ADDRESS = 4;

const addressOf = (index: number): string =>
  index % 7 === 0
    ? `127.${20 + (index >> 16)}.${(index >> 8) & 255}.${index & 255}`
    : `127.10.0.${(index % SHARED_ADDRESSES) + 1}`;

interface Seen {
  readonly names: Map<string, number>;
  most: number;
}

/** Serves one certificate at every address of 127.0.0.0/8, and counts. */
async function startCounting(flight: Uint8Array, seen: Seen): Promise<number> {
  const open = new Map<string, number>();
  const server: Server = createServer((socket) => {
    const address = socket.localAddress ?? '';
    const now = (open.get(address) ?? 0) + 1;
    open.set(address, now);
    seen.most = Math.max(seen.most, now);
    socket.once('data', (bytes) => {
      const name = helloIn(bytes).hello.serverName ?? '';
      seen.names.set(name, (seen.names.get(name) ?? 0) + 1);
      socket.write(flight);
    });
    socket.on('error', () => undefined);
    socket.once('close', () => open.set(address, (open.get(address) ?? 1) - 1));
  });
  onTestFinished(() => void server.close());
  await new Promise<void>((resolve) => server.listen({ host: '0.0.0.0', port: 0, backlog: 4_096 }, resolve));
  const place = server.address();
  return typeof place === 'object' && place !== null ? place.port : 0;
}

it.runIf(process.platform === 'linux')(
  'targets by the thousand are checked, each, and none is lost (Linux: all of 127.0.0.0/8)',
  async () => {
    const issuer = await createIssuer({ commonName: 'many' });
    const { certificateList } = issuer.issue({ dnsNames: ['*.many.example'], keyType: 'ecdsa' });
    const flight = plain(
      writeServerHello({ random: SERVER_RANDOM, sessionId: new Uint8Array(), cipherSuite: 0xc02b, extensions: [] }),
      writeCertificate12(certificateList),
      writeServerHelloDone(),
    );
    const seen: Seen = { names: new Map(), most: 0 };
    const port = await startCounting(flight, seen);
    const refusing = await closedPort();
    const folder = await testFolder('many');
    const targets = Array.from(
      { length: TARGETS },
      (_, index) => `t${index}.many.example:${isServed(index) ? port : refusing}@${addressOf(index)}`,
    );
    await writeFiles(folder, { 'many.txt': `${targets.join('\n')}\n` });
    const began = performance.now();
    const since = (): string => `${Math.round(performance.now() - began)} ms`;
    const serve = await spawnServe([
      ...['-f', join(folder, 'many.txt'), '--interval', '30s', '--no-trust', '--hello', 'tls12'],
      ...['--probes', 'target-name', '--max-series', '1000'],
    ]);
    const said: string[] = [`listening after ${since()}`];
    const all = await eventually(
      async () => series((await get(`${serve.url}/metrics`)).text),
      (each) => each['whichcert_targets{status="unchecked"}'] === 0,
      240_000,
      1_000,
    );
    said.push(`all checked after ${since()}`, `${Math.round((all.process_resident_memory_bytes ?? 0) / 2 ** 20)} MB`);
    const served = targets.filter((_, index) => isServed(index));
    expect(all['whichcert_targets{status="ok"}']).toBe(served.length);
    expect(all['whichcert_targets{status="unknown"}']).toBe(TARGETS - served.length);
    expect(all.whichcert_checks_total).toBeGreaterThanOrEqual(TARGETS);
    expect(all['whichcert_missed_checks_total{reason="failed"}']).toBe(0);
    // What the server counted: every name was asked for, the control twice.
    const names = served.map((target) => target.slice(0, target.indexOf(':')));
    expect(names.filter((name) => (seen.names.get(name) ?? 0) < 2)).toEqual([]);
    // The server hears of an end later than the client that gives its place to the next.
    expect(seen.most).toBeLessThanOrEqual(2 * PER_ADDRESS);
    expect(all.process_resident_memory_bytes).toBeLessThan(1.5 * 2 ** 30);
    const scraped = performance.now();
    const { text } = await get(`${serve.url}/metrics`);
    said.push(`/metrics: ${Math.round(performance.now() - scraped)} ms, ${text.length} characters`);
    const reloaded = performance.now();
    serve.signal('SIGHUP');
    await eventually(
      async () => series((await get(`${serve.url}/metrics`)).text)['whichcert_manifest_reloads_total{result="loaded"}'],
      (count) => count === 2,
    );
    said.push(`reload: ${Math.round(performance.now() - reloaded)} ms`);
    serve.signal('SIGTERM');
    const stopping = performance.now();
    expect(await serve.exited).toEqual([0, null]);
    said.push(`stopped after ${Math.round(performance.now() - stopping)} ms`);
    console.log(`${TARGETS} targets: ${said.join('; ')}; at most ${seen.most} connections at once to an address`);
  },
  300_000,
);
