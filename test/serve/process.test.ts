/** `whichcert serve` as operators run it: a process, signals, files, a port, a certificate of its own. */
import { X509Certificate } from 'node:crypto';
import { appendFile, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { Agent, get as httpGet } from 'node:http';
import { get as httpsGet } from 'node:https';
import { connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { TLSSocket } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { demoEstate } from '../../src/lab/demo-estate.js';
import { type RunningLab, startLab } from '../../src/lab/start-lab.js';
import { program } from '../support/peers.js';
import { freePort } from '../support/ports.js';
import { runProgram } from '../support/process.js';
import { testFolder, writeFiles } from '../support/temp.js';
import { series } from './series.js';
import { failServe, serveInto, spawnServe } from './spawn.js';
import { eventually, get } from './support.js';

const PORTAL = 'portal.example@203.0.113.20,203.0.113.21';
const SHOP = 'shop.example@203.0.113.10';

let lab: RunningLab;
beforeAll(async () => {
  lab = await startLab(demoEstate());
});
afterAll(() => lab?.stop());

const metrics = async (url: string) => series((await get(`${url}/metrics`)).text);
const ids = async (url: string): Promise<readonly string[]> =>
  JSON.parse((await get(`${url}/api/v1/targets`)).text).targets.map(({ id }: { readonly id: string }) => id);

/** A manifest of these targets, in a folder with the lab's anchor. */
async function folderWith(...targets: readonly string[]): Promise<string> {
  const folder = await testFolder('serve');
  await writeFiles(folder, { 'ca.pem': lab.caPem, 'targets.yaml': manifest(...targets) });
  return folder;
}

function manifest(...targets: readonly string[]): string {
  return JSON.stringify({ version: 1, connectTo: lab.connectToRules, targets });
}

const argsFor = (folder: string): readonly string[] => [
  ...['-f', join(folder, 'targets.yaml'), '--ca', join(folder, 'ca.pem'), '--interval', '1s'],
];

const checked = (url: string, count: number) =>
  eventually(
    () => metrics(url),
    (all) => (all.whichcert_checks_total ?? 0) >= count,
  );

describe.skipIf(process.platform === 'win32')('the manifest of a process', () => {
  it('is read again on SIGHUP, changed or not', async () => {
    const serve = await spawnServe(argsFor(await folderWith(SHOP)));
    expect((await metrics(serve.url))['whichcert_manifest_reloads_total{result="loaded"}']).toBe(1);
    serve.signal('SIGHUP');
    await eventually(
      () => metrics(serve.url),
      (all) => all['whichcert_manifest_reloads_total{result="loaded"}'] === 2,
    );
    expect(await ids(serve.url)).toEqual(['shop.example']);
  });

  it('is read again when it changes; a broken one keeps the old one in use and is told, until it is mended', async () => {
    const folder = await folderWith(SHOP);
    const path = join(folder, 'targets.yaml');
    const serve = await spawnServe(argsFor(folder));
    // As deployments do it: a whole file in the place of another.
    await writeFile(`${path}.new`, manifest(SHOP, PORTAL));
    await rename(`${path}.new`, path);
    await eventually(
      () => ids(serve.url),
      (all) => all.length === 2,
    );
    expect(serve.log()).toContainEqual(
      expect.objectContaining({ msg: 'manifest loaded', targets: 2, added: ['portal.example'], removed: [] }),
    );
    await writeFile(path, 'version: 1\ntargets: [shop.example@nowhere]\n');
    const broken = await eventually(
      () => metrics(serve.url),
      (all) => all.whichcert_manifest_last_reload_successful === 0,
    );
    expect(broken['whichcert_manifest_reloads_total{result="failed"}']).toBe(1);
    expect(await ids(serve.url)).toEqual(['portal.example', 'shop.example'].toSorted().toReversed());
    const [problem] = serve.log().filter(({ msg }) => String(msg).startsWith('the manifest is broken'));
    expect(problem).toMatchObject({ level: 'error', problem: expect.stringContaining('targets.yaml:2') });
    await writeFile(path, manifest(PORTAL));
    await eventually(
      () => ids(serve.url),
      (all) => all.length === 1,
    );
    expect((await metrics(serve.url)).whichcert_manifest_last_reload_successful).toBe(1);
  });

  it('that is broken at the start: one clear line, exit code 3', async () => {
    const folder = await testFolder('serve');
    await writeFiles(folder, { 'targets.yaml': 'version: 1\ntargets: 7\n' });
    const { code, stderr } = await failServe(['-f', join(folder, 'targets.yaml')]);
    expect([code, stderr]).toEqual([3, expect.stringMatching(/^whichcert: .*targets\.yaml:2.*\n$/)]);
  });
});

describe.skipIf(process.platform === 'win32')('SIGTERM', () => {
  it('ends it with code 0 although checks, probes and clients hang; what is known is written', async () => {
    const { port, sockets } = await startSilent();
    const folder = await folderWith(SHOP, `silent.example:${port}@127.0.0.1`);
    const state = join(folder, 'state');
    // No handshake of these ends by itself while this test may run.
    const serve = await spawnServe([
      ...argsFor(folder),
      ...['--timeout', '200s', '--state', state, '--allow', '127.0.0.1'],
    ]);
    await checked(serve.url, 1);
    const agent = new Agent({ keepAlive: true });
    onTestFinished(() => agent.destroy());
    await new Promise<void>((resolve, reject) => {
      httpGet(`${serve.url}/healthz`, { agent }, (answer) => answer.resume().once('end', resolve)).once(
        'error',
        reject,
      );
    });
    const idle = connect({ host: '127.0.0.1', port: Number(new URL(serve.url).port) });
    idle.on('error', () => undefined);
    const hanging = get(`${serve.url}/probe?target=127.0.0.1:${port}`, {
      'x-prometheus-scrape-timeout-seconds': '120',
    }).then(
      ({ status }) => status,
      () => 'cut off',
    );
    // The scheduled check and the probe both hang.
    await eventually(
      () => Promise.resolve(sockets.size),
      (size) => size >= 2,
    );
    serve.signal('SIGTERM');
    expect(await serve.exited).toEqual([0, null]);
    expect(['cut off', 200, 503]).toContain(await hanging);
    const written = (await readFile(join(state, 'whichcert-state.jsonl'), 'utf8')).trim().split('\n');
    expect(written.map((line) => JSON.parse(line).id)).toContain('shop.example');
    expect(serve.log().at(-1)).toMatchObject({ msg: 'stopped' });
  });
});

describe.skipIf(process.platform === 'win32')('the state of a process', () => {
  const events = async (url: string, id: string) =>
    JSON.parse((await get(`${url}/api/v1/history/${id}`)).text).events as readonly unknown[];
  const stateArgs = (folder: string, interval: string): readonly string[] => [
    ...['-f', join(folder, 'targets.yaml'), '--ca', join(folder, 'ca.pem')],
    ...['--interval', interval, '--state', join(folder, 'state')],
  ];

  it('survives a restart: reports and history', async () => {
    const folder = await folderWith(SHOP, PORTAL);
    const first = await spawnServe(stateArgs(folder, '1s'));
    await eventually(
      () => metrics(first.url),
      (all) => all['whichcert_targets{status="unchecked"}'] === 0,
    );
    // Nothing changes from here on, and checks go on.
    await checked(first.url, 8);
    const before = await events(first.url, 'portal.example');
    const times = async (url: string) =>
      Object.entries(await metrics(url)).filter(([name]) => name.startsWith('whichcert_last_check_timestamp_seconds'));
    const lastChecks = await times(first.url);
    first.signal('SIGTERM');
    expect(await first.exited).toEqual([0, null]);
    // So long an interval that the second target has had no turn: what is told was read.
    const second = await spawnServe(stateArgs(folder, '24h'));
    const later = new Map(await times(second.url));
    for (const [name, at] of lastChecks) expect(later.get(name), name).toBeGreaterThanOrEqual(at);
    expect(lastChecks).toHaveLength(2);
    expect(second.log()).toContainEqual(expect.objectContaining({ msg: 'state read', targets: 2, lost: 0 }));
    const report = JSON.parse((await get(`${second.url}/api/v1/reports/portal.example`)).text);
    expect(report).toMatchObject({ status: 'critical', diagnosis: { cause: 'ip-binding-conflict' } });
    expect(await events(second.url, 'portal.example')).toEqual(before);
  });

  it('survives kill -9 and a torn tail', async () => {
    const folder = await folderWith(SHOP, PORTAL);
    const first = await spawnServe(stateArgs(folder, '1s'));
    await eventually(
      () => metrics(first.url),
      (all) => all['whichcert_targets{status="unchecked"}'] === 0 && all.whichcert_state_pending_entries === 0,
    );
    first.signal('SIGKILL');
    expect(await first.exited).toEqual([null, 'SIGKILL']);
    const path = join(folder, 'state', 'whichcert-state.jsonl');
    const whole = await readFile(path, 'utf8');
    // What a write leaves that was cut short.
    await appendFile(path, whole.slice(0, whole.length / 3));
    const second = await spawnServe(stateArgs(folder, '24h'));
    expect(second.log()).toContainEqual(expect.objectContaining({ msg: 'state read', targets: 2, lost: 1 }));
    expect(await events(second.url, 'portal.example')).toHaveLength(1);
  });

  it('that cannot be opened: one clear line, exit code 3', async () => {
    const folder = await folderWith(SHOP);
    const { code, stderr } = await failServe(['--state', join(folder, 'ca.pem'), '--listen', '127.0.0.1:0']);
    expect([code, stderr]).toEqual([3, expect.stringMatching(/^whichcert: --state \S+ca\.pem: .*\n$/)]);
  });

  it.runIf(process.platform === 'linux').each(['/proc/whichcert/state', '/dev/null/state', '/dev/null'])(
    'in %s, where no folder can be made: one clear line, exit code 3',
    async (state) => {
      const { code, stderr } = await failServe(['--state', state, '--listen', '127.0.0.1:0']);
      expect([code, stderr]).toEqual([
        3,
        expect.stringMatching(/^whichcert: --state \S+: the folder cannot be used .*\n$/),
      ]);
    },
  );

  it.runIf(process.platform === 'linux')(
    'on a full disk: checks go on, failures are counted; then it is written',
    async () => {
      const folder = await folderWith();
      const state = join(folder, 'state');
      const serve = await spawnServe(stateArgs(folder, '1s'));
      const makeRoom = await fillUp(state);
      await writeFile(join(folder, 'targets.yaml'), manifest(...lab.targets.map(({ target }) => target)));
      const failing = await eventually(
        () => metrics(serve.url),
        (all) => (all.whichcert_state_write_failures_total ?? 0) > 0 && (all.whichcert_checks_total ?? 0) >= 40,
      );
      expect(failing.whichcert_state_pending_entries).toBeGreaterThan(0);
      expect(failing['whichcert_missed_checks_total{reason="failed"}']).toBe(0);
      expect(serve.log()).toContainEqual(expect.objectContaining({ level: 'error', code: 'ENOSPC' }));
      await makeRoom();
      serve.signal('SIGTERM');
      expect(await serve.exited).toEqual([0, null]);
      const second = await spawnServe(stateArgs(folder, '24h'));
      expect(second.log()).toContainEqual(
        expect.objectContaining({ msg: 'state read', targets: (await ids(second.url)).length }),
      );
    },
  );
});

/** Fills the disk under a folder up: a small file system is mounted there, or, where that may not be, the file leads to /dev/full. */
async function fillUp(state: string): Promise<() => Promise<void>> {
  const mount = program('mount');
  const mounted = await runProgram(mount, ['-t', 'tmpfs', '-o', 'size=16k', 'whichcert', state]);
  if (mounted.code === 0) {
    onTestFinished(() => runProgram(program('umount'), ['-l', state]).then(() => undefined));
    return async () => void (await runProgram(mount, ['-o', 'remount,size=16m', state]));
  }
  const path = join(state, 'whichcert-state.jsonl');
  await symlink('/dev/full', path);
  return () => rm(path);
}

describe('where it listens', () => {
  it('is said once, as it was asked for, with a time and a level that people can read', async () => {
    const serve = await spawnServe([], { listen: '0.0.0.0:0' });
    const lines = serve.log().filter(({ msg }) => /listening/i.test(String(msg)));
    const { port } = new URL(serve.url);
    const beyond = expect.objectContaining({ level: 'warn', msg: expect.stringContaining('without a token') });
    expect(lines).toEqual([
      beyond,
      expect.objectContaining({ level: 'info', url: `http://0.0.0.0:${port}`, msg: 'listening' }),
    ]);
    for (const { time } of serve.log()) expect(time).toBe(new Date(String(time)).toISOString());
    expect((await get(`http://127.0.0.1:${port}/-/healthy`)).text).toBe('ok\n');
  });

  it('a port in use: one clear line, exit code 3', async () => {
    const { port } = await startSilent();
    const { code, stderr } = await failServe(['--listen', `127.0.0.1:${port}`, '--log-level', 'error']);
    expect([code, stderr]).toEqual([3, `whichcert: --listen 127.0.0.1:${port}: the port is in use.\n`]);
  });

  it('speaks TLS with its own certificate, and takes the token of a file', async () => {
    const folder = await folderWith(SHOP);
    const at = (name: string): string => join(folder, name);
    await selfSigned(folder);
    await writeFile(at('token'), 's3cret\n');
    const tls = ['--tls-certificate', at('cert.pem'), '--tls-key', at('key.pem')];
    const serve = await spawnServe([...argsFor(folder), ...tls, '--token-file', at('token')]);
    expect(serve.url).toMatch(/^https:/);
    const ask = async (headers: Readonly<Record<string, string>>): Promise<number | undefined> => {
      const ca = await readFile(at('cert.pem'));
      return new Promise((resolve, reject) => {
        httpsGet(`${serve.url}/metrics`, { ca, headers, agent: false }, (answer) => {
          answer.resume();
          resolve(answer.statusCode);
        }).once('error', reject);
      });
    };
    expect(await ask({})).toBe(401);
    expect(await ask({ authorization: 'Bearer s3cret' })).toBe(200);
    expect(JSON.stringify(serve.log())).not.toContain('s3cret');
  });

  it('takes a renewed certificate and another token while it runs; broken ones leave those before in use', async () => {
    const folder = await folderWith(SHOP);
    const at = (name: string): string => join(folder, name);
    await selfSigned(folder);
    await writeFile(at('token'), 't0ken-a\n');
    const tls = ['--tls-certificate', at('cert.pem'), '--tls-key', at('key.pem')];
    const serve = await spawnServe([...argsFor(folder), ...tls, '--token-file', at('token')]);
    /** The served certificate's fingerprint, and what a token is answered. */
    const ask = (token: string): Promise<readonly [string, number | undefined]> =>
      new Promise((resolve, reject) => {
        const headers = { authorization: `Bearer ${token}` };
        const request = httpsGet(
          `${serve.url}/metrics`,
          { rejectUnauthorized: false, headers, agent: false },
          (answer) => {
            const { socket } = answer;
            const served = socket instanceof TLSSocket ? socket.getPeerCertificate().fingerprint256 : '';
            answer.resume();
            resolve([served, answer.statusCode]);
          },
        );
        request.once('error', reject);
      });
    const fingerprint = async () => new X509Certificate(await readFile(at('cert.pem'))).fingerprint256;
    const [before, oldKey] = [await fingerprint(), await readFile(at('key.pem'))];
    expect(await ask('t0ken-a')).toEqual([before, 200]);
    await selfSigned(folder);
    const newKey = await readFile(at('key.pem'));
    await writeFile(at('key.pem'), oldKey);
    serve.signal('SIGHUP');
    const broken = () => Promise.resolve(serve.log().filter(({ msg }) => String(msg).startsWith('the token or')));
    await eventually(broken, ([line]) => String(line?.problem).includes('cannot be used: '));
    expect(await ask('t0ken-a')).toEqual([before, 200]);
    await writeFile(at('key.pem'), newKey);
    await writeFile(at('token'), 't0ken-b\n');
    // Without a signal: the files have changed.
    const after = await eventually(
      () => ask('t0ken-b'),
      ([, status]) => status === 200,
    );
    expect(after[0]).toBe(await fingerprint());
    expect(after[0]).not.toBe(before);
    expect(await ask('t0ken-a')).toEqual([after[0], 401]);
    expect(JSON.stringify(serve.log())).not.toMatch(/t0ken/);
  });

  it('takes the token of the environment', async () => {
    const serve = await spawnServe([], { env: { WHICHCERT_TOKEN: 'of-the-environment' } });
    expect((await get(`${serve.url}/metrics`)).status).toBe(401);
    expect((await get(`${serve.url}/metrics`, { authorization: 'Bearer of-the-environment' })).status).toBe(200);
  });

  it.each([
    ['a certificate that is none', ['--tls-certificate', 'ca.txt', '--tls-key', 'ca.txt'], '--tls-certificate'],
    ['a key of another certificate', ['--tls-certificate', 'ca.pem', '--tls-key', 'key.pem'], '--tls-key'],
    ['a certificate alone', ['--tls-certificate', 'ca.pem'], '--tls-key go together'],
    ['a token file that is empty', ['--token-file', 'empty'], 'the first line is empty'],
    ['an interval of nothing', ['--interval', '0s'], '--interval'],
  ])('%s: one clear line, exit code 3', async (_, args, words) => {
    const folder = await folderWith(SHOP);
    await selfSigned(folder);
    await writeFiles(folder, { 'ca.txt': 'no certificate', empty: '' });
    const placed = args.map((arg) => (/^-|^0s$/.test(arg) ? arg : join(folder, arg)));
    const { code, stderr } = await failServe(['--listen', '127.0.0.1:0', ...placed]);
    expect([code, stderr]).toEqual([3, expect.stringMatching(/^whichcert: .*\n$/)]);
    expect(stderr).toContain(words);
  });

  it.runIf(process.platform === 'linux')('goes on without a log where that disk is full', async () => {
    const port = await freePort();
    serveInto('/dev/full', ['--listen', `127.0.0.1:${port}`]);
    const url = `http://127.0.0.1:${port}`;
    const ask = (path: string) =>
      get(url + path).then(
        ({ status }) => status,
        () => 0,
      );
    await eventually(
      () => ask('/healthz'),
      (status) => status === 200,
    );
    // Refused, and told in the log.
    expect(await ask('/probe?target=shop.example')).toBe(403);
    expect(await ask('/healthz')).toBe(200);
  });
});

async function selfSigned(folder: string): Promise<void> {
  const at = (name: string): string => join(folder, name);
  const { code, stderr } = await runProgram(program('openssl'), [
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'],
    ...[
      '-subj',
      '/CN=serve',
      '-addext',
      'subjectAltName=IP:127.0.0.1',
      '-keyout',
      at('key.pem'),
      '-out',
      at('cert.pem'),
    ],
  ]);
  expect(code, stderr).toBe(0);
}

/** Accepts, and says nothing. */
async function startSilent(): Promise<{ readonly port: number; readonly sockets: ReadonlySet<Socket> }> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
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
