import { once } from 'node:events';
import { createServer, type Server } from 'node:https';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runPlugin } from '../../src/cli/plugin.js';
import { runCli } from '../support/cli.js';
import { makeIdentities } from '../support/identities.js';
import { freePort } from '../support/ports.js';
import { makeFolder, writeFiles } from '../support/temp.js';

describe('check_whichcert', () => {
  let server: Server;
  let folder: Awaited<ReturnType<typeof makeFolder>>;
  let port = '';

  beforeAll(async () => {
    folder = await makeFolder('plugin');
    const identities = await makeIdentities();
    const { certificateListPem, privateKeyPem } = identities.issue(['shop.example'], { from: -10, until: 70 });
    await writeFiles(folder.path, { 'ca.pem': identities.root.certificatePem });
    server = createServer({ cert: certificateListPem, key: privateKeyPem }, (_request, response) => response.end());
    server.on('tlsClientError', () => undefined);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (address !== null && typeof address === 'object') port = String(address.port);
  });

  afterAll(async () => {
    server?.close();
    await folder?.remove();
  });

  const plugin = (...argv: readonly string[]) => runCli(argv, { folder: folder.path }, runPlugin);
  const shop = () => ['-H', '127.0.0.1', '--sni', 'shop.example', '-p', port, '--ca', join(folder.path, 'ca.pem')];

  it('is OK in one line with performance data', async () => {
    const { code, stdout } = await plugin(...shop());
    expect({ code, lines: stdout.trimEnd().split('\n').length }).toEqual({ code: 0, lines: 1 });
    expect(stdout).toMatch(/^WHICHCERT OK - .*\|/);
  });

  it('warns, and is critical, outside the range of days left', async () => {
    expect(await plugin(...shop(), '-w', '75')).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/^WHICHCERT WARNING - /),
    });
    expect(await plugin(...shop(), '-c', '75')).toMatchObject({
      code: 2,
      stdout: expect.stringMatching(/^WHICHCERT CRITICAL - /),
    });
  });

  it('says which threshold was exceeded, and takes blanks around it', async () => {
    const { stdout } = await plugin(...shop(), '-w', ' 75: ');
    expect(stdout).toMatch(
      /^WHICHCERT WARNING - shop\.example:\d+ at 127\.0\.0\.1:\d+: (69|70) days left, fewer than 75 \| 'days_left'=\1;75:; /,
    );
  });

  it('warns by -w in place of what is built in', async () => {
    const identities = await makeIdentities();
    const { certificateListPem, privateKeyPem } = identities.issue(['soon.example'], { from: -300, until: 20 });
    await writeFiles(folder.path, { 'soon.pem': identities.root.certificatePem });
    const soon = createServer({ cert: certificateListPem, key: privateKeyPem });
    soon.on('tlsClientError', () => undefined);
    soon.listen(0, '127.0.0.1');
    await once(soon, 'listening');
    const address = soon.address();
    const at = address !== null && typeof address === 'object' ? String(address.port) : '';
    const asked = ['-H', '127.0.0.1', '--sni', 'soon.example', '-p', at, '--ca', join(folder.path, 'soon.pem')];
    const builtIn = await plugin(...asked);
    const given = await plugin(...asked, '-w', '10:', '-c', '5:');
    soon.close();
    expect([builtIn.code, builtIn.stdout]).toEqual([
      1,
      expect.stringMatching(/^WHICHCERT WARNING - \[expires-soon\] soon\.example:\d+ at 127\.0\.0\.1:\d+: "CN=/),
    ]);
    expect([given.code, given.stdout]).toEqual([
      0,
      expect.stringMatching(/^WHICHCERT OK - .* right, (19|20) days left/),
    ]);
  });

  it('is critical for a wrong certificate, and names the cause', async () => {
    const { code, stdout } = await plugin('-H', '127.0.0.1', '--sni', 'other.example', '-p', port, '--no-trust');
    expect(code).toBe(2);
    expect(stdout).toMatch(/^WHICHCERT CRITICAL - .*\[[a-z-]+\]/);
  });

  it('is critical where nothing listens, unless it is told otherwise', async () => {
    const closed = String(await freePort());
    const dead = ['-H', '127.0.0.1', '--sni', 'shop.example', '-p', closed];
    expect((await plugin(...dead)).code).toBe(2);
    expect((await plugin(...dead, '--unreachable', 'unknown')).code).toBe(3);
  });

  it.each([
    [[], '-H is missing'],
    [['-H', 'shop.example', '--no-such-option'], 'unknown option'],
    [['-H', 'shop.example', '-w', 'soon'], '--warning'],
    [['-H', '0x7f.1'], '0x7f.1'],
  ])('is UNKNOWN in one line for %j', async (argv, told) => {
    const { code, stdout } = await plugin(...argv);
    expect(code).toBe(3);
    expect(stdout).toMatch(/^WHICHCERT UNKNOWN - [^\n]*\n$/);
    expect(stdout).toContain(told);
  });

  it('helps and says its version', async () => {
    expect(await plugin('--help')).toMatchObject({ code: 0, stdout: expect.stringContaining('--hostname') });
    expect(await plugin('--version')).toMatchObject({ code: 0, stdout: expect.stringMatching(/^check_whichcert \d/) });
  });
});
