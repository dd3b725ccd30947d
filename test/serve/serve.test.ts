import { createServer } from 'node:http';
import { connect, createServer as createTcpServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { probes } from '../../probes/index.js';
import { UsageError } from '../../src/errors.js';
import { Pusher } from '../../src/integrations/subscriptions/pusher.js';
import { webhook } from '../../src/integrations/webhook.js';
import { zabbix } from '../../src/integrations/zabbix/receiver.js';
import { demoEstate } from '../../src/lab/demo-estate.js';
import { type RunningLab, startLab } from '../../src/lab/start-lab.js';
import { serveRaw } from '../integrations/zabbix/trapper.js';
import { type DnsRecords, startDns } from '../support/dns-server.js';
import { testFolder } from '../support/temp.js';
import { series } from './series.js';
import { eventually, get, listOf, startTestServe } from './support.js';

const SCRAPE_TIMEOUT = 'x-prometheus-scrape-timeout-seconds';

let lab: RunningLab;
beforeAll(async () => {
  lab = await startLab(demoEstate());
});
afterAll(() => lab?.stop());

async function serve(over: Parameters<typeof startTestServe>[0] = {}) {
  const check = {
    connectTo: lab.connectTo,
    probes: [],
    trust: { mode: 'bundled', ca: [lab.caDer], caSource: 'ca' },
    ...over.check,
  } as const;
  const running = await startTestServe({ ...over, check: { ...check, probes } });
  onTestFinished(() => running.stop());
  return running;
}

const portal = 'portal.example@203.0.113.20,203.0.113.21';
const shop = 'shop.example@203.0.113.10';
const load = () => Promise.resolve(listOf([portal, shop]));

describe('/probe', () => {
  it('of a listed target: blackbox’s metrics and our own, and the certificate although it is wrong', async () => {
    const { url } = await serve({ load });
    const { status, text, headers } = await get(`${url}/probe?target=portal.example&module=http_2xx`);
    expect([status, headers.get('content-type')]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8']);
    const all = series(text);
    expect(all).toMatchObject({ probe_success: 0, probe_ip_protocol: 4 });
    expect(all['whichcert_cause{target="portal.example",address="203.0.113.21",cause="ip-binding-conflict"}']).toBe(1);
    expect(all.probe_ssl_earliest_cert_expiry).toBeGreaterThan(Date.now() / 1000);
    expect(Object.keys(all).some((name) => name.startsWith('probe_http_'))).toBe(false);
  });

  it('addresses=first asks the preferred address alone', async () => {
    const { url } = await serve({ load });
    const all = series((await get(`${url}/probe?target=portal.example&addresses=first`)).text);
    expect(all.probe_success).toBe(1);
    expect(Object.keys(all).filter((name) => name.includes('203.0.113.21'))).toEqual([]);
  });

  it('hostname is the name, target the place', async () => {
    const { url } = await serve({ allow: ['127.0.0.0/8'] });
    expect((await get(`${url}/probe?target=203.0.113.20&hostname=portal.example`)).status).toBe(403);
    const open = await serve({ allow: ['127.0.0.0/8', '203.0.113.0/24'] });
    expect(
      series((await get(`${open.url}/probe?target=203.0.113.20&hostname=portal.example`)).text).probe_success,
    ).toBe(1);
    expect(
      series((await get(`${open.url}/probe?target=203.0.113.20:443&hostname=other.example`)).text).probe_success,
    ).toBe(0);
  });

  it('an address of the asker’s own choice needs a network, a name is not enough', async () => {
    const { url } = await serve({ allow: ['portal.example'] });
    for (const query of ['portal.example@203.0.113.20', '203.0.113.20&hostname=portal.example', '192.0.2.1']) {
      const { status, text } = await get(`${url}/probe?target=${query}`);
      expect([status, text]).toEqual([403, expect.stringContaining('--allow holds names only')]);
    }
  });

  it('debug=true tells every step, then the metrics', async () => {
    const { url } = await serve({ load });
    const { text } = await get(`${url}/probe?target=shop.example&debug=true`);
    expect(text).toMatch(/Logs for the probe:\n.* shop\.example:443 resolved given/);
    expect(text).toMatch(/Metrics that would have been returned:\n[\s\S]*probe_success 1[\s\S]*Module:\ntls\n$/);
  });

  it('answers what it cannot do, and says why in the log, once', async () => {
    const { url, log } = await serve({ load });
    const asked = [
      'module=strange&target=shop.example',
      'target=a%20b',
      'target=other.example',
      'target=169.254.169.254',
      'target=x&target=y',
      'target=http://shop.example/',
      '',
      'target=shop.example&addresses=some',
    ];
    const answers = await Promise.all(asked.map((query) => get(`${url}/probe?${query}`)));
    expect(answers.map(({ status }) => status)).toEqual([400, 400, 403, 403, 400, 400, 400, 400]);
    expect(answers[0]?.text).toContain('Known are https');
    await get(`${url}/probe?${asked[2]}`);
    expect(log.filter(({ target }) => target === 'other.example')).toEqual([
      expect.objectContaining({ level: 40, msg: 'a probe is refused', reason: expect.stringContaining('manifest') }),
    ]);
    expect(answers[2]?.text).toContain('other.example is not in the manifest');
    expect(answers[5]?.text).toContain('http has no certificate to look at');
    const all = series((await get(`${url}/metrics`)).text);
    expect(all['whichcert_probes_total{result="bad-request"}']).toBe(6);
    expect(all['whichcert_probes_total{result="refused"}']).toBe(3);
  });

  it('keeps the scrape’s timeout: what is silent is not a success, in time', async () => {
    const { port } = await startSilent();
    const { url } = await serve({ allow: ['127.0.0.1'] });
    const { status, text } = await get(`${url}/probe?target=127.0.0.1:${port}`, {
      [SCRAPE_TIMEOUT]: '2',
    });
    expect(status).toBe(200);
    expect(series(text)).toMatchObject({ probe_success: 0 });
  });

  it('answers two hundred scrapes at once, each with its own target’s answer', async () => {
    const all = listOf(lab.targets.map(({ target }) => target));
    const { url } = await serve({ load: () => Promise.resolve(all) });
    const asked = Array.from({ length: 200 }, (_, index) => all.targets[index % all.targets.length]?.target.host ?? '');
    const answers = await Promise.all(asked.map((host) => get(`${url}/probe?target=${host}`)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    answers.forEach(({ text }, index) => {
      expect(text).toContain(`whichcert_status{target="${asked[index]}",status="ok"}`);
    });
    expect(series((await get(`${url}/metrics`)).text)['whichcert_probes_total{result="answered"}']).toBe(200);
  });

  it('ends the work for a client that hangs up, unless another waits for the same; counted', async () => {
    const { port, sockets } = await startSilent();
    // Nothing but the hanging up can end a handshake before this test's own deadline.
    const { url } = await serve({ allow: ['127.0.0.1'], check: { probes, timeoutMs: 100_000 } });
    const ask = (): Socket => {
      const socket = connect({ host: '127.0.0.1', port: Number(new URL(url).port) });
      socket.on('error', () => undefined);
      const lines = [`GET /probe?target=127.0.0.1:${port} HTTP/1.1`, 'host: x', `${SCRAPE_TIMEOUT}: 120`, '', ''];
      socket.write(lines.join('\r\n'));
      return socket;
    };
    const count = async (): Promise<number | undefined> =>
      series((await get(`${url}/metrics`)).text)['whichcert_probes_total{result="hung-up"}'];
    const [first, second] = [ask(), ask()];
    await eventually(
      () => Promise.resolve(sockets.size),
      (size) => size > 0,
    );
    first.resetAndDestroy();
    // The question that is left is another one: it goes its own way.
    const other = await get(`${url}/probe?target=127.0.0.1:1`);
    expect(series(other.text).probe_success).toBe(0);
    await eventually(
      () => Promise.resolve(sockets.size),
      (size) => size === 1,
    );
    second.resetAndDestroy();
    await eventually(
      () => Promise.resolve(sockets.size),
      (size) => size === 0,
    );
    await eventually(count, (hungUp) => hungUp === 2);
  });

  it('takes any scrape timeout, odd ones too', async () => {
    const { url } = await serve({ load });
    for (const seconds of ['2.5', '1.7', '0.9', '3', 'x', '-1', '1e9']) {
      const { status } = await get(`${url}/probe?target=shop.example`, { [SCRAPE_TIMEOUT]: seconds });
      expect([seconds, status]).toEqual([seconds, 200]);
    }
  });
});

describe('the address that is judged', () => {
  it('is the one that is dialled, also when the name resolves otherwise the second time', async () => {
    const accepted: string[] = [];
    const server = createServer();
    server.on('connection', (socket) => accepted.push(String(socket.localAddress)));
    const { port } = await listening(server, '0.0.0.0');
    const zone: Record<string, DnsRecords> = { 'rebind.test': { A: ['127.0.0.1'] } };
    const dns = await startDns(zone);
    onTestFinished(() => dns.stop());
    const { url } = await serve({
      allow: ['rebind.test', '127.0.0.1'],
      check: { dns: dns.server, probes, timeoutMs: 500 },
    });
    expect((await get(`${url}/probe?target=rebind.test:${port}`)).status).toBe(200);
    expect(new Set(accepted)).toEqual(new Set(['127.0.0.1']));
    for (const addresses of [['127.0.0.2'], ['127.0.0.1', '127.0.0.2'], ['169.254.169.254']]) {
      accepted.length = 0;
      zone['rebind.test'] = { A: addresses };
      const { status, text } = await get(`${url}/probe?target=rebind.test:${port}`);
      expect([status, accepted]).toEqual([403, []]);
      expect(text).toContain(addresses.at(-1));
    }
    for (const [address, meant] of [
      ['::ffff:7f00:2', '127.0.0.2'],
      ['64:ff9b::7f00:2', '127.0.0.2'],
      ['2002:a9fe:a9fe::', '169.254.169.254'],
    ] as const) {
      zone['rebind.test'] = { AAAA: [address] };
      const { status, text } = await get(`${url}/probe?target=rebind.test:${port}`);
      expect([status, text]).toEqual([403, expect.stringContaining(meant)]);
    }
  });

  it('of a listed name may be anything but metadata', async () => {
    const zone: Record<string, DnsRecords> = { 'cloud.test': { A: ['169.254.169.254'] } };
    const dns = await startDns(zone);
    onTestFinished(() => dns.stop());
    const { url, log } = await serve({
      load: () => Promise.resolve(listOf(['cloud.test'])),
      intervalMs: 1_000,
      check: { dns: dns.server, probes },
    });
    expect((await get(`${url}/probe?target=cloud.test`)).status).toBe(403);
    await eventually(
      async () => series((await get(`${url}/metrics`)).text)['whichcert_status{target="cloud.test",status="unknown"}'],
      (value) => value === 1,
    );
    expect(log.some(({ reason }) => String(reason).startsWith('169.254.169.254'))).toBe(true);
  });
});

describe('the schedule', () => {
  it('checks every target, explains with neighbours, and serves metrics, API and pages', async () => {
    const { url, log } = await serve({ load, intervalMs: 1_000 });
    const all = await eventually(
      async () => series((await get(`${url}/metrics`)).text),
      (each) => each['whichcert_targets{status="unchecked"}'] === 0,
    );
    expect(all['whichcert_status{target="portal.example",status="critical"}']).toBe(1);
    expect(log.find(({ target, msg }) => target === 'portal.example' && msg === 'changed')).toMatchObject({
      ...{ level: 40, status: 'critical', cause: 'ip-binding-conflict' },
      sentence: expect.stringContaining('portal.example is served'),
      changes: [{ kind: 'status', before: null, after: 'critical [ip-binding-conflict]' }],
    });
    expect(all['whichcert_matches_expectation{target="shop.example",address="203.0.113.10"}']).toBe(1);
    const { targets } = JSON.parse((await get(`${url}/api/v1/targets`)).text);
    expect(targets).toMatchObject([
      { id: 'portal.example', status: 'critical', code: 'ip-binding-conflict' },
      { id: 'shop.example', status: 'ok' },
    ]);
    const report = JSON.parse((await get(`${url}/api/v1/reports/portal.example`)).text);
    expect(report).toMatchObject({ schemaVersion: 1, target: { host: 'portal.example', source: null } });
    expect(JSON.parse((await get(`${url}/api/v1/history/portal.example`)).text).events[0]).toMatchObject({
      kind: 'status',
      before: null,
    });
    expect((await get(`${url}/api/v1/reports/none.example`)).status).toBe(404);
    expect((await get(`${url}/`)).text).toContain('ip-binding-conflict');
    expect((await get(`${url}/targets/portal.example`)).text).toContain('203.0.113.21');
    expect((await get(`${url}/targets/none.example`)).status).toBe(404);
    expect((await get(`${url}/healthz`)).text).toBe('ok\n');
    expect((await get(`${url}/readyz`)).text).toBe('ready\n');
  });

  it('tells receivers beside the checks, and a dead one holds nothing up', async () => {
    const bodies: string[] = [];
    const receiver = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => {
        body += String(chunk);
      });
      request.on('end', () => {
        bodies.push(body);
        response.end();
      });
    });
    const { port } = await listening(receiver);
    const subscription = (to: number) =>
      ({
        name: `hook-${to}`,
        receiver: webhook({ url: `http://127.0.0.1:${to}/`, secret: null }),
        when: { kind: 'change' },
        labels: {},
      }) as const;
    const { url, log } = await serve({
      load,
      intervalMs: 1_000,
      openSink: (events) => new Pusher({ subscriptions: [subscription(port), subscription(1)], ...events }),
    });
    await eventually(
      () => Promise.resolve(bodies),
      (all) => all.length > 0,
    );
    expect(JSON.parse(bodies[0] ?? '')).toMatchObject({ target: { host: 'portal.example' }, status: 'critical' });
    const all = await eventually(
      async () => series((await get(`${url}/metrics`)).text),
      (each) => (each.whichcert_checks_total ?? 0) >= 4,
    );
    expect(all[`whichcert_pushes_total{receiver="hook-${port}",result="delivered"}`]).toBe(1);
    expect(all['whichcert_pushes_total{receiver="hook-1",result="delivered"}']).toBe(0);
    const failed = await eventually(
      () => Promise.resolve(log.find(({ msg }) => msg === 'push failed')),
      (line) => line !== undefined,
    );
    expect(failed).toMatchObject({ receiver: 'hook-1', target: 'portal.example', problem: 'ECONNREFUSED' });
  });

  it('a Zabbix that hangs delays no check, and is counted', async () => {
    const { port } = await serveRaw(() => undefined);
    const receiver = zabbix({
      host: '127.0.0.1',
      port,
      zabbixHost: 'web21',
      intervalSeconds: 1,
      pace: { exchangeMs: 500, firstPauseMs: 100 },
    });
    const { url, log } = await serve({
      load,
      intervalMs: 1_000,
      openSink: (events) =>
        new Pusher({ subscriptions: [{ name: 'zabbix', receiver, when: { kind: 'every' }, labels: {} }], ...events }),
    });
    const all = await eventually(
      async () => series((await get(`${url}/metrics`)).text),
      (each) =>
        (each.whichcert_checks_total ?? 0) >= 6 &&
        (each['whichcert_pushes_total{receiver="zabbix",result="delayed"}'] ?? 0) > 0,
    );
    expect(all['whichcert_pushes_total{receiver="zabbix",result="delivered"}']).toBe(0);
    expect(log).toContainEqual(expect.objectContaining({ receiver: 'zabbix', problem: 'no answer in time' }));
  });

  it('history and reports survive a restart', async () => {
    const stateFolder = join(await testFolder('state'), 'x');
    const first = await startTestServe({
      load,
      intervalMs: 1_000,
      stateFolder,
      check: { connectTo: lab.connectTo, probes },
    });
    await eventually(
      () => get(`${first.url}/api/v1/reports/portal.example`),
      ({ status }) => status === 200,
    );
    await first.stop();
    const { url } = await serve({ load, stateFolder, intervalMs: 3_600_000, random: () => 0.9 });
    expect((await get(`${url}/api/v1/reports/portal.example`)).status).toBe(200);
    expect(JSON.parse((await get(`${url}/api/v1/history/portal.example`)).text).events).toHaveLength(1);
  });

  it.each([
    ['back', -365],
    ['forth', 365],
  ])(
    'a clock that is set a year %s in the middle: every target has its turns, and history goes on',
    async (_, days) => {
      let shift = 0;
      const stateFolder = join(await testFolder('clock'), 'x');
      const year = Math.abs(days) * 86_400_000;
      const running = await serve({
        load,
        stateFolder,
        intervalMs: 500,
        now: () => new Date(Date.now() + shift),
        check: { probes, trust: { mode: 'none', ca: [], caSource: null } },
      });
      const all = async () => series((await get(`${running.url}/metrics`)).text);
      const lastCheck = 'whichcert_last_check_timestamp_seconds{target="shop.example"}';
      await eventually(all, (each) => (each.whichcert_checks_total ?? 0) >= 4);
      shift = Math.sign(days) * year;
      const jumped = (each: Readonly<Record<string, number>>) =>
        Math.abs(Number(each[lastCheck]) * 1000 - Date.now() - shift) < year / 2;
      const after = await eventually(all, jumped);
      const later = await eventually(
        all,
        (each) => Number(each.whichcert_checks_total) >= Number(after.whichcert_checks_total) + 4,
      );
      for (const reason of ['late', 'failed', 'still-running']) {
        const missed = `whichcert_missed_checks_total{reason="${reason}"}`;
        // A loaded machine is late by itself; a year is 63 million turns.
        expect(later[missed]).toBeLessThan(1_000);
      }
      const { events } = JSON.parse((await get(`${running.url}/api/v1/history/shop.example`)).text);
      expect(events.length).toBeGreaterThan(0);
      // What is served was not touched; the lab's certificates are not valid a year from now, nor were they a year ago.
      expect(events.filter(({ kind }: { readonly kind: string }) => kind !== 'status')).toEqual([]);
      expect((await get(`${running.url}/`)).status).toBe(200);
    },
  );

  it('a clock that jumps moves nothing', async () => {
    let date = Date.parse('2026-11-20T00:00:00Z');
    const { url } = await serve({
      load,
      intervalMs: 500,
      now: () => {
        date += 86_400_000;
        return new Date(date);
      },
    });
    const all = await eventually(
      async () => series((await get(`${url}/metrics`)).text),
      (each) => (each.whichcert_checks_total ?? 0) >= 6,
    );
    expect(all['whichcert_missed_checks_total{reason="failed"}']).toBe(0);
  });
});

describe('the manifest', () => {
  it('is read again; a broken one leaves the old one in use, and is told', async () => {
    let state: readonly string[] | null = [shop];
    let files = 0;
    const running = await serve({
      load: async () => {
        if (state === null) throw new UsageError('bad-manifest', 'targets.yaml:3:1: expected <targets>');
        return listOf(state, { files: ['targets.yaml'] });
      },
      fileState: () => Promise.resolve(String(files)),
    });
    const ids = async () =>
      JSON.parse((await get(`${running.url}/api/v1/targets`)).text).targets.map(({ id }: { id: string }) => id);
    expect(await ids()).toEqual(['shop.example']);
    state = null;
    expect(await running.reload()).toBe(false);
    expect(await ids()).toEqual(['shop.example']);
    expect(series((await get(`${running.url}/metrics`)).text).whichcert_manifest_last_reload_successful).toBe(0);
    expect((await get(running.url)).text).toContain('targets.yaml:3:1: expected &lt;targets&gt;');
    expect(running.log.some(({ problem }) => String(problem).includes('targets.yaml:3:1'))).toBe(true);
    state = [portal];
    files += 1;
    await eventually(ids, (all) => all[0] === 'portal.example');
    await eventually(
      async () => series((await get(`${running.url}/metrics`)).text).whichcert_manifest_last_reload_successful,
      (value) => value === 1,
    );
  });

  it('that is broken at the start ends it', async () => {
    await expect(startTestServe({ load: () => Promise.reject(new UsageError('bad-manifest', 'x')) })).rejects.toThrow(
      'x',
    );
  });

  it('of fifty thousand targets is taken, and what cannot be done is counted', async () => {
    const texts = Array.from({ length: 50_000 }, (_, index) => `t${index}.test@127.0.0.1`);
    const { url } = await serve({
      load: () => Promise.resolve(listOf(texts)),
      intervalMs: 60_000,
      check: { probes, timeoutMs: 200 },
    });
    const { text, status } = await get(`${url}/metrics`);
    expect(status).toBe(200);
    const all = series(text);
    expect(
      Object.entries(all)
        .filter(([name]) => name.startsWith('whichcert_targets{'))
        .reduce((sum, [, value]) => sum + value, 0),
    ).toBe(50_000);
    expect((await get(url)).text.length).toBeLessThan(1_000_000);
  });
});

describe('who asks', () => {
  it('needs the token, where there is one', async () => {
    const { url } = await serve({ load, access: () => Promise.resolve({ token: 's3cret', tls: null, files: [] }) });
    const basic = Buffer.from('any:s3cret').toString('base64');
    const answers = await Promise.all([
      get(`${url}/metrics`),
      get(`${url}/metrics`, { authorization: 'Bearer wrong' }),
      get(`${url}/`, { authorization: 'Bearer s3cret' }),
      get(`${url}/`, { authorization: `Basic ${basic}` }),
      get(`${url}/healthz`),
      get(`${url}/-/healthy`),
      get(`${url}/nowhere`),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 200, 200, 200, 200, 401]);
  });

  it('is given a strict policy and no more than there is', async () => {
    const { url } = await serve();
    const { headers, status } = await get(`${url}/nowhere`);
    expect(status).toBe(404);
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect((await fetch(`${url}/probe`, { method: 'POST', body: 'x'.repeat(5_000) })).status).toBeGreaterThanOrEqual(
      400,
    );
    const long = await get(`${url}/probe?target=${'x'.repeat(20_000)}`);
    expect([long.status, long.text]).toEqual([431, 'The request is too long.\n']);
    expect(long.headers.get('content-type')).toBe('text/plain; charset=utf-8');
  });
});

/** Accepts, and says nothing. */
async function startSilent(): Promise<{ readonly port: number; readonly sockets: ReadonlySet<Socket> }> {
  const sockets = new Set<Socket>();
  const server = createTcpServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => sockets.delete(socket));
  });
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return { port: typeof address === 'object' && address !== null ? address.port : 0, sockets };
}

function listening(server: ReturnType<typeof createServer>, host = '127.0.0.1'): Promise<{ readonly port: number }> {
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return new Promise((resolve) =>
    server.listen(0, host, () => {
      const address = server.address();
      resolve({ port: typeof address === 'object' && address !== null ? address.port : 0 });
    }),
  );
}
