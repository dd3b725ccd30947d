import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '../support/cli.js';
import { type Identity, makeIdentities } from '../support/identities.js';
import { runProgram } from '../support/process.js';
import { root } from '../support/sources.js';
import { type CountingServer, startTcp, startTls } from '../support/tcp-server.js';
import { testFolder, writeFiles } from '../support/temp.js';

const MAIN = join(root, 'dist', 'src', 'cli', 'main.js');
const WHICHCERT = `'${process.execPath}' '${MAIN}'`;

let right: Identity;
let wrong: Identity;
let server: CountingServer;
let ca = '';

beforeAll(async () => {
  const identities = await makeIdentities();
  ca = identities.root.certificatePem;
  right = identities.issue(['shop.test'], { keyType: 'rsa' });
  wrong = identities.issue(['shop.test'], { keyType: 'rsa', from: -60, until: 40 });
  server = await startTls({ cert: right.certificateListPem, key: right.privateKeyPem });
});
afterAll(() => server.stop());

async function folderWith(files: Readonly<Record<string, string>> = {}): Promise<string> {
  const folder = await testFolder();
  await writeFiles(folder, { 'ca.pem': ca, 'right.pem': right.certificatePem, ...files });
  return folder;
}

const shop = (): string => `shop.test:${server.port}@127.0.0.1 --ca ca.pem`;
const shell = (folder: string, script: string) => runProgram('/bin/sh', ['-c', script], { cwd: folder });

describe.skipIf(!existsSync('/dev/full'))('a full disk', () => {
  it('on stdout: one line says so, and the code is not that of a good run', async () => {
    const { code, stderr } = await shell(await folderWith(), `${WHICHCERT} ${shop()} > /dev/full`);
    expect([code, stderr]).toEqual([3, 'whichcert: stdout cannot be written: the disk is full.\n']);
  });

  it('for one output: it is given up, and the others are whole', async () => {
    const folder = await folderWith();
    const { code, stdout, stderr } = await shell(
      folder,
      `${WHICHCERT} ${shop()} --output jsonl=/dev/full --output junit=r.xml`,
    );
    expect([code, stderr]).toEqual([3, 'whichcert: /dev/full cannot be written: the disk is full.\n']);
    expect(stdout).toContain('1 target at 1 address: 1 ok');
    expect(await readFile(join(folder, 'r.xml'), 'utf8')).toMatch(/<\/testsuites>\n$/);
    expect(existsSync('/dev/full') && readdirSync('/dev').filter((name) => name.startsWith('.whichcert'))).toEqual([]);
  });

  it('in the middle of a file: the old file stays, and nothing half written', async () => {
    const folder = await folderWith({ 'r.html': 'the old one' });
    const { code, stdout, stderr } = await shell(
      folder,
      `ulimit -f 1; ${WHICHCERT} ${shop()} --output html=r.html --save-baseline base.json`,
    );
    expect([code, stderr]).toEqual([
      3,
      'whichcert: r.html cannot be written: the file would be too large.\nwhichcert: base.json cannot be written: the file would be too large.\n',
    ]);
    expect(stdout).toContain('1 ok');
    expect(await readFile(join(folder, 'r.html'), 'utf8')).toBe('the old one');
    expect(readdirSync(folder).sort()).toEqual(['ca.pem', 'r.html', 'right.pem']);
  });
});

describe.skipIf(process.platform === 'win32')('a reader that goes away', () => {
  it('ends the run quietly, and the files are complete', async () => {
    const list = Array.from({ length: 400 }, () => `shop.test:${server.port}@127.0.0.1`).join('\n');
    const folder = await folderWith({ 'hosts.txt': `${list}\n` });
    const argv = '-f hosts.txt --ca ca.pem --format jsonl --output csv=r.csv --save-baseline base.json';
    const { stdout, stderr } = await shell(
      folder,
      `{ ${WHICHCERT} ${argv}; echo "code $?" > code; } | head -n 1; cat code`,
    );
    expect(stdout.split('\n')[0]).toMatch(/^\{"schemaVersion":1,.*\}$/);
    expect(stdout).toMatch(/\ncode [03]\n$/);
    expect((await readFile(join(folder, 'r.csv'), 'utf8')).endsWith('\r\n')).toBe(true);
    if (stdout.includes('code 3'))
      expect(stderr).toBe('whichcert: base.json is not written: not everything was asked.\n');
    else expect(stderr).toBe('');
    expect(readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual([]);
  });
});

describe('Ctrl-C', () => {
  it('during a check: what is known is reported, and an earlier baseline stays', async () => {
    const silent = await startTcp(() => controller.abort());
    const controller = new AbortController();
    const folder = await folderWith({ 'base.json': 'the old one' });
    const argv = [`silent.test:${silent.port}@127.0.0.1`, '--save-baseline', 'base.json', '--output', 'junit=r.xml'];
    const { code, stderr } = await runCli(argv, { folder, signal: controller.signal });
    await silent.stop();
    expect([code, stderr]).toEqual([3, 'whichcert: base.json is not written: not everything was asked.\n']);
    expect(await readFile(join(folder, 'base.json'), 'utf8')).toBe('the old one');
    expect(await readFile(join(folder, 'r.xml'), 'utf8')).toMatch(/<\/testsuites>\n$/);
    expect(readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  it('during --wait: the last state is reported, with what is missing', async () => {
    const late = await startTls({ cert: wrong.certificateListPem, key: wrong.privateKeyPem });
    const controller = new AbortController();
    const folder = await folderWith();
    const targets = [`shop.test:${server.port}@127.0.0.1`, `shop.test:${late.port}@127.0.0.1`];
    const { code, stdout, stderr } = await runCli(
      [...targets, '--ca', 'ca.pem', '--expect-certificate', 'right.pem', '--wait', '1h', '--stable', '1'],
      {
        folder,
        signal: controller.signal,
        terminal: 200,
        onStderr: (text) => {
          if (text.includes('1 of 2 as expected')) controller.abort();
        },
      },
    );
    await late.stop();
    expect(code).toBe(2);
    expect(stdout).toContain('[stale-certificate]');
    expect(stdout).toMatch(/2 targets at 1 address: .*1 critical.*Ended early/s);
    expect(stderr).toContain(`1 of 2 as expected; missing: shop.test:${late.port} [stale-certificate]; again in`);
    expect(stderr).toContain(`whichcert: 1 of 2 as expected; missing: shop.test:${late.port} [stale-certificate].\n`);
  });

  it.skipIf(process.platform === 'win32')('of a process that waits: the files are there, and complete', async () => {
    const late = await startTls({ cert: wrong.certificateListPem, key: wrong.privateKeyPem });
    const folder = await folderWith();
    const { spawn } = await import('node:child_process');
    const target = `shop.test:${late.port}@127.0.0.1`;
    const options = [
      '--ca',
      'ca.pem',
      '--expect-certificate',
      'right.pem',
      '--wait',
      '1h',
      '--output',
      'jsonl=r.jsonl',
    ];
    const child = spawn(process.execPath, [MAIN, target, ...options], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const exited = once(child, 'exit');
    // The second round has begun once there are more connections than one round makes.
    while (late.connections < 12) await new Promise<void>((resolve) => setImmediate(resolve));
    child.kill('SIGINT');
    const [code] = await exited;
    await late.stop();
    expect(code).toBe(2);
    expect(JSON.parse(await readFile(join(folder, 'r.jsonl'), 'utf8'))).toMatchObject({ status: 'critical' });
    expect(readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual([]);
  });
});

describe('a list that ends in a fault', () => {
  it('what was read of it is asked and reported, and the run says that this is not all', async () => {
    const folder = await folderWith();
    const stdin = (async function* () {
      yield Buffer.from(`shop.test:${server.port}@127.0.0.1\n`);
      // What reading from a broken disk says.
      const { UsageError } = await import('../../src/errors.js');
      throw new UsageError('bad-file', 'stdin cannot be read: EIO');
    })();
    const { code, stdout, stderr } = await runCli(['-f', '-', '--ca', 'ca.pem'], { folder, stdin });
    expect([code, stderr]).toEqual([3, 'whichcert: stdin cannot be read: EIO.\n']);
    expect(stdout).toMatch(/1 target at 1 address: 1 ok .*Ended early/);
  });
});
