import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { createServer, type Server } from 'node:https';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BadLine, Target } from '../../src/model/target.js';
import { readTargetList } from '../../src/targets/read-target-list.js';
import { makeIdentities } from '../support/identities.js';
import { runProgram } from '../support/process.js';
import { filesBelow, root } from '../support/sources.js';
import { testFolder, writeFiles } from '../support/temp.js';

const example = (name: string): string => join(root, 'examples', name);

async function readList(name: string): Promise<readonly (Target | BadLine)[]> {
  const list: (Target | BadLine)[] = [];
  for await (const line of readTargetList(createReadStream(example(name)), name, {})) list.push(line);
  return list;
}

describe('the lists', () => {
  it('hosts.txt: every line is a target', async () => {
    const list = await readList('hosts.txt');
    expect(list.filter((line) => 'reason' in line)).toEqual([]);
    expect(list.map((line) => ('host' in line ? `${line.host}:${line.port}` : ''))).toEqual([
      'shop.example:443',
      'www.shop.example:443',
      'www.shop.example:8443',
      'intranet.example:443',
      'portal.example:443',
      '2001:db8::7:8443',
      'mail.example:25',
      'mail.example:993',
    ]);
  });

  it('hosts.csv: rows of one host and port are one target with several addresses', async () => {
    const list = await readList('hosts.csv');
    expect(list.filter((line) => 'reason' in line)).toEqual([]);
    const targets = list.filter((line): line is Target => 'host' in line);
    expect(targets.map(({ host }) => host).sort()).toEqual(['intranet.example', 'mail.example', 'shop.example']);
    const named = (name: string) => targets.find(({ host }) => host === name);
    expect(named('shop.example')?.addresses?.map(({ address }) => address)).toEqual(['203.0.113.5', '203.0.113.6']);
    expect(named('mail.example')?.starttls).toBe('smtp');
    expect(named('intranet.example')?.expectation?.certificates[0]?.digest.algorithm).toBe('sha1');
  });
});

describe('the programs', () => {
  let server: Server;
  let port = 0;

  beforeAll(async () => {
    const identities = await makeIdentities();
    const { certificateListPem, privateKeyPem } = identities.issue(['shop.example'], { from: -60, until: 30 });
    server = createServer({ cert: certificateListPem, key: privateKeyPem }, (_request, response) => response.end());
    server.on('tlsClientError', () => undefined);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (address !== null && typeof address === 'object') port = address.port;
  });

  afterAll(() => server?.close());

  it('library.mjs prints status, cause and what is served', async () => {
    const { stdout, stderr } = await runProgram(process.execPath, [
      example('library.mjs'),
      `shop.example:${port}@127.0.0.1`,
    ]);
    expect(stderr).toBe('');
    expect(stdout).toMatch(/^shop\.example critical /);
    expect(stdout).toContain('CN=shop.example');
  });

  it('expiring.mjs prints what expires', async () => {
    const folder = await testFolder('examples');
    await writeFiles(folder, { 'list.txt': `shop.example:${port}@127.0.0.1\n` });
    const { stdout, stderr } = await runProgram(process.execPath, [example('expiring.mjs'), join(folder, 'list.txt')]);
    expect(stderr).toBe('');
    expect(stdout).toMatch(/^shop\.example at 127\.0\.0\.1: .*expires/);
  });

  it('every program is run by a test', () => {
    expect(filesBelow('examples').filter((path) => path.endsWith('.mjs'))).toEqual([
      'examples/expiring.mjs',
      'examples/library.mjs',
    ]);
  });
});
