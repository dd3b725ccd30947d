import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runCli } from '../support/cli.js';
import { certificateFiles, type Identities, type Identity, makeIdentities } from '../support/identities.js';
import { describePeer } from '../support/peers.js';
import { freePort } from '../support/ports.js';
import type { RunningServer } from '../support/process.js';
import { startNginx } from '../support/servers/start.js';
import { makeFolder, writeFiles } from '../support/temp.js';

/** Two nginx behind one name, and a neighbour that lives on both: the new certificate reaches one node, the other is left behind. */
describePeer('a rollout over two nginx', ['nginx'], () => {
  let identities: Identities;
  const certificates: Record<string, Identity> = {};
  const nodes: { readonly address: string; server: RunningServer }[] = [];
  let folder: Awaited<ReturnType<typeof makeFolder>>;
  let port = 0;

  const start = (address: string, shop: string): Promise<RunningServer> =>
    startNginx({
      config: ['fallback', shop, 'mail']
        .map((name, index) => {
          const host = index === 0 ? '_' : index === 1 ? 'shop.test' : 'mail.test';
          return `server { listen ${address}:${port} ssl${index === 0 ? ' default_server' : ''}; server_name ${host};
            ssl_certificate ${name}.pem; ssl_certificate_key ${name}.key; return 200 "${host}"; }`;
        })
        .join('\n'),
      files: certificateFiles(certificates),
      places: [{ address, port }],
    });

  /** Stops a node and starts it again with another certificate for the shop, as a deployment does. */
  async function deploy(index: number, shop: string): Promise<void> {
    const node = nodes[index];
    if (node === undefined) throw new Error(`no node ${index}`);
    await node.server.stop();
    node.server = await start(node.address, shop);
  }

  const whichcert = (argv: readonly string[], more: Partial<Parameters<typeof runCli>[1]> = {}) =>
    runCli(['-f', 'prod.yaml', '--ca', 'ca.pem', ...argv], { folder: folder.path, ...more });

  beforeAll(async () => {
    identities = await makeIdentities();
    certificates.earlier = identities.issue(['shop.test'], { from: -60, until: 60 });
    certificates.later = identities.issue(['shop.test'], { from: -1, until: 89 });
    certificates.mail = identities.issue(['mail.test']);
    certificates.fallback = identities.issue(['fallback.test']);
    port = await freePort();
    for (const address of ['127.0.0.1', '127.0.0.2']) nodes.push({ address, server: await start(address, 'earlier') });
    folder = await makeFolder('rollout');
    const manifest = (name: string): string =>
      `version: 1\ntargets:\n  - host: shop.test\n    port: ${port}\n    addresses: [127.0.0.1, 127.0.0.2]\n    expect: { files: [${name}.leaf.pem] }\n  - mail.test:${port}@127.0.0.1,127.0.0.2\n`;
    await writeFiles(folder.path, {
      ...certificateFiles(certificates),
      'ca.pem': identities.root.certificatePem,
      'prod.yaml': manifest('earlier'),
    });
    const saved = await whichcert(['--save-baseline', 'before.json']);
    expect([saved.code, saved.stderr]).toEqual([0, '']);
    await writeFile(join(folder.path, 'prod.yaml'), manifest('later'));
  });

  afterAll(async () => {
    for (const { server } of nodes) await server.stop();
    await folder?.remove();
  });

  it('--wait sees the node that was left behind, and ends when it is mended', async () => {
    await deploy(0, 'later');
    const behind = await whichcert([]);
    expect(behind.code).toBe(2);
    expect(behind.stdout).toMatch(/shop\.test:\d+ +127\.0\.0\.1 +ok/);
    expect(behind.stdout).toMatch(/ +127\.0\.0\.2 +critical \[stale-certificate\]/);
    expect((await whichcert(['--accept-previous', '--fail-on', 'critical'])).code).toBe(0);

    let mending: Promise<void> | null = null;
    const argv = ['--wait', '50s', '--stable', '2', '--output', 'junit=rollout.xml'];
    const { code, stdout, stderr } = await whichcert(argv, {
      terminal: 200,
      onStderr: (text) => {
        if (text.includes('missing: shop.test') && text.includes('[stale-certificate]')) mending ??= deploy(1, 'later');
      },
    });
    await mending;
    expect(mending).not.toBeNull();
    expect([code, stdout]).toEqual([0, expect.stringMatching(/2 targets at 2 addresses: .*2 ok/)]);
    expect(stderr).toContain('of 2 as expected; missing: shop.test');
    expect(await readFile(join(folder.path, 'rollout.xml'), 'utf8')).toContain('failures="0" errors="0"');
  });

  it('the comparison: the shop was to change, its neighbour and the fallback did not', async () => {
    const wanted = await whichcert(['--baseline', 'before.json', '--expect-change', 'shop.test']);
    expect([wanted.code, wanted.stderr]).toEqual([0, '']);
    expect(wanted.stdout).toContain('is served a newer certificate');
    const unwanted = await whichcert(['--baseline', 'before.json', '--expect-change', 'mail.test']);
    expect(unwanted.code).toBe(2);
    expect(unwanted.stdout).toMatch(/shop\.test:\d+ .*critical \[neighbour-changed\]/);
  });

  it('the accident: deploying the shop changed its neighbour too', async () => {
    // mail.test is served the shop's certificate: as if both shared one binding.
    const shop = certificates.later;
    const mail = certificates.mail;
    if (shop === undefined || mail === undefined) throw new Error('no certificates');
    certificates.mail = shop;
    await deploy(1, 'later');
    certificates.mail = mail;
    const { code, stdout } = await whichcert(['--baseline', 'before.json', '--expect-change', 'shop.test']);
    expect(code).toBe(2);
    expect(stdout).toContain('neighbour-changed');
    expect(stdout).toContain('only shop.test was to change there');
  });
});
