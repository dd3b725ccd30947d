import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ExpectationFiles } from '../../src/cli/expectation-files.js';
import type { CliIo } from '../../src/cli/io.js';
import { nodeFiles } from '../../src/cli/node-files.js';
import { runCli } from '../support/cli.js';
import { type Identity, makeIdentities } from '../support/identities.js';
import { opensslFile } from '../support/openssl-files.js';
import { describePeer } from '../support/peers.js';
import { runProgram } from '../support/process.js';
import { root } from '../support/sources.js';
import { type CountingServer, startTls } from '../support/tcp-server.js';
import { testFolder, writeFiles } from '../support/temp.js';

const MAIN = join(root, 'dist', 'src', 'cli', 'main.js');

let right: Identity;
let other: Identity;
let server: CountingServer;
let ca = '';
let local: Identity;

beforeAll(async () => {
  const identities = await makeIdentities();
  ca = identities.root.certificatePem;
  right = identities.issue(['shop.test'], { keyType: 'rsa' });
  local = identities.issue(['localhost']);
  other = identities.issue(['other.test'], { keyType: 'rsa' });
  server = await startTls({ cert: right.certificateListPem, key: right.privateKeyPem });
});
afterAll(() => server.stop());

const target = (): string => `shop.test:${server.port}@127.0.0.1`;

function pfx(identity: Identity, password: string, options: readonly string[] = []): Promise<Uint8Array> {
  return opensslFile(
    ['pkcs12', '-export', '-inkey', '@key.pem', '-in', '@list.pem', '-passout', 'file:@password.txt', ...options],
    { 'key.pem': identity.privateKeyPem, 'list.pem': identity.certificateListPem, 'password.txt': `${password}\n` },
  );
}

/** Runs the command in a folder with these files. */
async function run(
  argv: readonly string[],
  files: Readonly<Record<string, string | Uint8Array>>,
  more: Partial<Parameters<typeof runCli>[1]> = {},
) {
  const folder = await testFolder();
  await writeFiles(folder, { ...files, 'ca.pem': ca });
  return runCli([...argv, '--ca', 'ca.pem'], { folder, ...more });
}

describePeer('a PFX on the command line', ['openssl'], () => {
  it.each([
    ['RC2 and 3DES, as Windows writes it', ['-legacy']],
    ['AES-256', ['-certpbe', 'AES-256-CBC', '-keypbe', 'AES-256-CBC']],
  ])('%s: the password is a file’s first line, or in the environment', async (_, options) => {
    const files = { 'new.pfx': await pfx(right, 'päss word', options), 'word.txt': 'päss word\r\nnot this\r\n' };
    const argv = [target(), '--expect-certificate', 'new.pfx'];
    const byFile = await run([...argv, '--password-file', 'word.txt'], files);
    expect([byFile.code, byFile.stderr]).toEqual([0, '']);
    const byEnvironment = await run(argv, files, { env: { WHICHCERT_PASSWORD: 'päss word' } });
    expect([byEnvironment.code, byEnvironment.stderr]).toEqual([0, '']);
    const wrong = await run(argv, files, { env: { WHICHCERT_PASSWORD: 'pass word' } });
    expect([wrong.code, wrong.stdout, wrong.stderr]).toEqual([3, '', 'whichcert: new.pfx: the password is wrong.\n']);
    const foreign = await run(
      argv,
      { 'new.pfx': await pfx(other, 'x', options) },
      { env: { WHICHCERT_PASSWORD: 'x' } },
    );
    expect([foreign.code, foreign.stdout]).toEqual([2, expect.stringContaining('unexpected-certificate')]);
  });

  it('is asked for at a terminal, once a file, and never without one', async () => {
    const files = { 'new.pfx': await pfx(right, 'secret') };
    const argv = [target(), `shop.test:${server.port}@127.0.0.1`, '--expect-certificate', 'new.pfx'];
    const asked: string[] = [];
    const { code } = await run(argv, files, {
      askSecretly: async (question) => {
        asked.push(question);
        return 'secret';
      },
    });
    expect([code, asked]).toEqual([0, ['Password for new.pfx: ']]);
    const alone = await run(argv, files);
    expect([alone.code, alone.stderr]).toEqual([
      3,
      'whichcert: new.pfx needs a password. Give it with --password-file FILE.\n',
    ]);
  });

  it('with a damaged middle is one clear line', async () => {
    const bytes = await pfx(right, 'secret');
    const { code, stderr } = await run([target(), '--expect-certificate', 'new.pfx'], {
      'new.pfx': bytes.subarray(0, bytes.length - 40),
    });
    expect([code, stderr.split('\n').length]).toEqual([3, 2]);
    expect(stderr).toMatch(/^whichcert: new\.pfx/);
  });

  it('in a folder as a Central Certificate Store is found by the host’s name', async () => {
    const files = {
      'store/shop.test.pfx': await pfx(right, 'secret'),
      'store/_.test.pfx': await pfx(other, 'another'),
      'word.txt': 'secret',
    };
    const argv = [target(), '--expect-certificate', 'store', '--password-file', 'word.txt'];
    expect((await run(argv, files)).code).toBe(0);
  });
});

describePeer('other files on the command line', ['openssl'], () => {
  it('PKCS#7, DER, and a bundle with its key', async () => {
    const p7b = await opensslFile(['crl2pkcs7', '-nocrl', '-certfile', '@list.pem'], {
      'list.pem': right.certificateListPem,
    });
    const files = {
      'new.p7b': p7b,
      'new.cer': right.certificateDer,
      'bundle.pem': right.privateKeyPem + right.certificateListPem,
      'two.pem': right.certificatePem + other.certificatePem,
    };
    for (const name of ['new.p7b', 'new.cer', 'bundle.pem']) {
      const { code, stderr } = await run([target(), '--expect-certificate', name], files);
      expect([name, code, stderr]).toEqual([name, 0, '']);
    }
    const several = await run([target(), '--expect-certificate', 'two.pem'], files);
    expect([several.code, several.stdout]).toEqual([3, '']);
    expect(several.stderr).toMatch(/^whichcert: two\.pem.*\n$/);
  });
});

describe('an https address', () => {
  it('is fetched and verified as any client does: by a known authority it counts, by an unknown one it is refused', async () => {
    const https = createServer(
      { cert: local.certificateListPem, key: local.privateKeyPem },
      (_request, response) => void response.end(right.certificatePem),
    );
    https.on('tlsClientError', () => undefined);
    https.listen(0, '127.0.0.1');
    await once(https, 'listening');
    const address = https.address();
    const url = `https://localhost:${address !== null && typeof address === 'object' ? address.port : 0}/new.pem`;
    const folder = await testFolder();
    await writeFiles(folder, { 'ca.pem': ca });
    const argv = [MAIN, target(), '--expect-certificate', url];
    const named = await runProgram(process.execPath, [...argv, '--ca', 'ca.pem'], { cwd: folder });
    const known = await runProgram(process.execPath, [...argv, '--no-trust'], {
      cwd: folder,
      env: { NODE_EXTRA_CA_CERTS: 'ca.pem' },
    });
    const unknown = await runProgram(process.execPath, argv, { cwd: folder });
    https.close();
    expect([named.code, named.stderr]).toEqual([0, '']);
    expect([known.code, known.stderr]).toEqual([0, '']);
    expect([unknown.code, unknown.stdout, unknown.stderr]).toEqual([
      3,
      '',
      expect.stringMatching(/could not be fetched: the certificate of localhost:\d+ is not trusted here .*--ca/),
    ]);
  });
});

describe('ExpectationFiles', () => {
  it('reads a file once, and relative to the file that names it', async () => {
    const folder = await testFolder();
    await writeFiles(folder, { 'a/x.pem': 'one', 'x.pem': 'two' });
    const io: CliIo = {
      stdin: (async function* () {})(),
      stdout: { write: async () => undefined },
      stderr: { write: async () => undefined },
      files: nodeFiles(folder),
      env: {},
      terminal: { stdin: false, stdout: false, stderr: false },
      columns: null,
      askSecretly: async () => null,
      signal: new AbortController().signal,
      now: () => new Date(0),
      clock: () => 0,
      nodeVersion: '20.20.2',
    };
    const files = new ExpectationFiles(io, undefined);
    const beside = files.sources('a/manifest.yaml');
    const text = async (path: string): Promise<string> => Buffer.from(await beside.read(path)).toString();
    expect(await text('x.pem')).toBe('one');
    await writeFile(join(folder, 'a', 'x.pem'), 'changed');
    expect(await text('x.pem')).toBe('one');
    expect(await readFile(join(folder, 'x.pem'), 'utf8')).toBe('two');
    expect(Buffer.from(await files.sources().read('x.pem')).toString()).toBe('two');
    expect(Buffer.from(await beside.read(join(folder, 'x.pem'))).toString()).toBe('two');
    expect(await files.sources().password?.('x.pfx')).toBeNull();
  });
});
