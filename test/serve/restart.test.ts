/** What receivers hear of over a restart: what changed meanwhile, and nothing twice. */
import { createServer } from 'node:http';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { probes } from '../../probes/index.js';
import { Pusher } from '../../src/integrations/subscriptions/pusher.js';
import { readReceivers } from '../../src/integrations/subscriptions/receivers.js';
import { demoEstate } from '../../src/lab/demo-estate.js';
import { startLab } from '../../src/lab/start-lab.js';
import { describePeer, program } from '../support/peers.js';
import { freePort } from '../support/ports.js';
import { startServer } from '../support/process.js';
import { testFolder, writeFiles } from '../support/temp.js';
import { mendedEstate } from './estates.js';
import { series } from './series.js';
import { eventually, get, listOf, startTestServe, type TestServe } from './support.js';

const SICK = 'portal.example@203.0.113.20,203.0.113.21';
const NONE = 'shop.example@203.0.113.10';

/** Serves with these receivers, on the lab's demo or with its row on the exact address taken away, until `stop`. */
async function begin(mended: boolean, stateFolder: string, receivers: string, intervalSeconds = 1): Promise<TestServe> {
  const lab = await startLab(mended ? mendedEstate() : demoEstate());
  onTestFinished(() => lab.stop());
  const secrets = { env: {}, read: () => Promise.reject(new Error('no secrets')) };
  const subscriptions = await readReceivers(receivers, 'receivers.yaml', secrets, intervalSeconds);
  const serve = await startTestServe({
    stateFolder,
    load: () => Promise.resolve(listOf([SICK, NONE])),
    intervalMs: 1_000,
    openSink: (events) => new Pusher({ subscriptions, ...events }),
    check: { probes, connectTo: lab.connectTo, trust: { mode: 'bundled', ca: [lab.caDer], caSource: 'lab' } },
  });
  onTestFinished(() => serve.stop());
  return serve;
}

const checks = (serve: TestServe, count: number) =>
  eventually(
    async () => series((await get(`${serve.url}/metrics`)).text).whichcert_checks_total ?? 0,
    (checked) => checked >= count,
  );

/** A receiver that notes what it takes, and refuses what it is told to refuse. */
async function startHook() {
  const texts: string[] = [];
  const state = { refuses: false };
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += String(chunk);
    });
    request.on('end', () => {
      if (!state.refuses) texts.push(body);
      response.writeHead(state.refuses ? 403 : 200).end();
    });
  });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { texts, state, url: `http://127.0.0.1:${port}/` };
}

describe('a receiver that is told of changes, over a restart', () => {
  it.each([['change'], ['{ after: 2 }']])('when: %s: not told again, and told of a recovery', async (when) => {
    const hook = await startHook();
    const folder = join(await testFolder('restart'), 'state');
    const receivers = `receivers: [{ type: slack, url: "${hook.url}", when: ${when} }]`;
    const first = await begin(false, folder, receivers);
    await eventually(
      () => Promise.resolve(hook.texts.length),
      (count) => count === 1,
    );
    await checks(first, 6);
    await first.stop();
    const second = await begin(false, folder, receivers);
    await checks(second, 8);
    await second.stop();
    expect(hook.texts).toHaveLength(1);
    const third = await begin(true, folder, receivers);
    await eventually(
      () => Promise.resolve(hook.texts.length),
      (count) => count === 2,
    );
    expect(hook.texts.map((text) => JSON.parse(text).text.split(' ')[0])).toEqual(['*critical*', '*ok*']);
    await checks(third, 6);
    await third.stop();
    const fourth = await begin(true, folder, receivers);
    await checks(fourth, 6);
    expect(hook.texts).toHaveLength(2);
  });

  it('what it did not take is told again, also after a restart', async () => {
    const hook = await startHook();
    hook.state.refuses = true;
    const folder = join(await testFolder('restart'), 'state');
    const receivers = `receivers: [{ type: webhook, url: "${hook.url}" }]`;
    const first = await begin(false, folder, receivers);
    await eventually(
      async () => series((await get(`${first.url}/metrics`)).text),
      (all) => (all['whichcert_pushes_total{receiver="webhook",result="failed"}'] ?? 0) >= 2,
    );
    await first.stop();
    hook.state.refuses = false;
    const second = await begin(false, folder, receivers);
    await eventually(
      () => Promise.resolve(hook.texts.length),
      (count) => count > 0,
    );
    await checks(second, 6);
    expect(hook.texts.map((text) => JSON.parse(text).target.host)).toEqual(['portal.example']);
  });
});

describePeer('Alertmanager', ['prometheus-alertmanager'], () => {
  it('when: change: an alert stands longer than it lives, over a restart, and ends once it is mended', async () => {
    const port = await freePort();
    const folder = await testFolder('alertmanager');
    await writeFiles(folder, {
      'alertmanager.yml':
        'route: { receiver: none, routes: [{ receiver: page, matchers: [severity="critical"] }] }\nreceivers: [{ name: none }, { name: page }]\n',
    });
    const server = await startServer({
      program: program('prometheus-alertmanager'),
      args: [
        ...[`--config.file=${join(folder, 'alertmanager.yml')}`, `--storage.path=${join(folder, 'data')}`],
        ...[`--web.listen-address=127.0.0.1:${port}`, '--cluster.listen-address='],
      ],
      ports: [{ address: '127.0.0.1', port }],
    });
    onTestFinished(() => server.stop());
    interface Alert {
      readonly labels: Readonly<Record<string, string>>;
      readonly annotations: Readonly<Record<string, string>>;
      readonly receivers: readonly { readonly name: string }[];
      readonly startsAt: string;
      readonly endsAt: string;
    }
    const standing = async (): Promise<readonly Alert[]> =>
      JSON.parse((await get(`http://127.0.0.1:${port}/api/v2/alerts?active=true`)).text);
    const receivers = `receivers: [{ type: alertmanager, url: "http://127.0.0.1:${port}", when: change }]`;
    const state = join(folder, 'state');
    // Checked every second, and told as if every four: no load makes an alert end before its time.
    const first = await begin(false, state, receivers, 4);
    const [alert] = await eventually(standing, (all) => all.length === 1);
    expect(alert?.labels).toEqual({
      ...{ alertname: 'WhichcertWrongCertificate', severity: 'critical' },
      target: 'portal.example',
    });
    expect(alert?.annotations).toMatchObject({ cause: 'ip-binding-conflict' });
    expect(alert?.annotations.addresses).toContain('203.0.113.21: critical [ip-binding-conflict]');
    expect(alert?.receivers.map(({ name }) => name)).toEqual(['page']);
    // It would have ended by itself.
    const lives = Date.parse(alert?.endsAt ?? '');
    await eventually(
      () => Promise.resolve(Date.now()),
      (now) => now > lives + 1_000,
    );
    expect((await standing()).map(({ startsAt }) => startsAt)).toEqual([alert?.startsAt]);
    await first.stop();
    const second = await begin(false, state, receivers, 3_600);
    await checks(second, 4);
    const later = (all: readonly Alert[]) => all.some(({ endsAt }) => Date.parse(endsAt) > Date.now() + 3_600_000);
    expect(await eventually(standing, later)).toHaveLength(1);
    await second.stop();
    // In four hours by itself: only a message ends it now.
    await begin(true, state, receivers, 3_600);
    await eventually(standing, (all) => all.length === 0);
  });
});
