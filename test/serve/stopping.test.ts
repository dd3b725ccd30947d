/** What SIGTERM leaves behind: no news that it made itself, and nobody who waits for a receiver that hangs. */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { demoEstate } from '../../src/lab/demo-estate.js';
import { type RunningLab, startLab } from '../../src/lab/start-lab.js';
import { testFolder, writeFiles } from '../support/temp.js';
import { startRelay } from './relay.js';
import { series } from './series.js';
import { spawnServe } from './spawn.js';
import { eventually, get } from './support.js';

let lab: RunningLab;
beforeAll(async () => {
  lab = await startLab(demoEstate());
});
afterAll(() => lab?.stop());

const checked = (url: string, count: number) =>
  eventually(
    async () => series((await get(`${url}/metrics`)).text).whichcert_checks_total ?? 0,
    (checks) => checks >= count,
  );

/** A receiver on loopback that writes down what arrives, and answers it or not. */
async function startReceiver(answers: boolean): Promise<{ readonly url: string; readonly bodies: readonly string[] }> {
  const bodies: string[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += String(chunk);
    });
    request.on('end', () => {
      bodies.push(body);
      if (answers) response.end();
    });
  });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return { url: `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}/`, bodies };
}

describe.skipIf(process.platform === 'win32')('SIGTERM', () => {
  it('makes no news of a check that it cut off: not in the log, not in the state, not at a receiver', async () => {
    const rule = lab.connectTo.find(({ host }) => host === '203.0.113.10');
    const relay = await startRelay(rule?.toPort ?? 0);
    const receiver = await startReceiver(true);
    const folder = await testFolder('stopping');
    const at = (name: string): string => join(folder, name);
    await writeFiles(folder, {
      'ca.pem': lab.caPem,
      'targets.yaml': JSON.stringify({
        version: 1,
        targets: [`shop.example:${relay.port}@127.0.0.1`],
      }),
      'receivers.yaml': JSON.stringify({ receivers: [{ type: 'webhook', url: receiver.url, when: 'every' }] }),
    });
    const serve = await spawnServe([
      ...['-f', at('targets.yaml'), '--ca', at('ca.pem'), '--interval', '1s', '--timeout', '200s'],
      ...['--state', at('state'), '--receivers', at('receivers.yaml'), '--allow', '127.0.0.1'],
    ]);
    await checked(serve.url, 1);
    relay.fallSilent();
    await eventually(
      () => Promise.resolve(relay.waiting.size),
      (size) => size > 0,
    );
    const probe = get(`${serve.url}/probe?target=127.0.0.1:${relay.port}&hostname=shop.example`).then(
      ({ status }) => status,
      () => 'cut off',
    );
    await eventually(
      () => Promise.resolve(relay.waiting.size),
      (size) => size > 1,
    );
    serve.signal('SIGTERM');
    expect(await serve.exited).toEqual([0, null]);
    expect(JSON.stringify(serve.log())).not.toContain('aborted');
    expect(serve.log().filter(({ msg }) => msg === 'changed')).toHaveLength(1);
    const state = await readFile(at('state/whichcert-state.jsonl'), 'utf8');
    expect(state).not.toContain('aborted');
    expect(receiver.bodies.map((body) => JSON.parse(body).status)).toEqual(receiver.bodies.map(() => 'ok'));
    // Prometheus takes a 200 for a measurement.
    expect([503, 'cut off']).toContain(await probe);
  });

  it('waits a little for a receiver that hangs, and then no longer', async () => {
    const receiver = await startReceiver(false);
    const folder = await testFolder('stopping');
    const at = (name: string): string => join(folder, name);
    await writeFiles(folder, {
      'ca.pem': lab.caPem,
      'targets.yaml': JSON.stringify({
        version: 1,
        connectTo: lab.connectToRules,
        targets: ['shop.example@203.0.113.10'],
      }),
      'receivers.yaml': JSON.stringify({ receivers: [{ type: 'webhook', url: receiver.url, when: 'every' }] }),
    });
    const serve = await spawnServe([
      ...['-f', at('targets.yaml'), '--ca', at('ca.pem'), '--interval', '1s', '--receivers', at('receivers.yaml')],
    ]);
    await eventually(
      () => Promise.resolve(receiver.bodies.length),
      (count) => count >= 3,
    );
    serve.signal('SIGTERM');
    const began = performance.now();
    expect(await serve.exited).toEqual([0, null]);
    console.log(`ended ${Math.round(performance.now() - began)} ms after SIGTERM`);
    expect(serve.log().at(-1)).toMatchObject({ msg: 'stopped' });
  });
});
