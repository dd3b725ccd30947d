import { existsSync } from 'node:fs';
import { chmod, cp, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { namedTable } from '../../src/bindings/named-table.js';
import type { Estate, LabMachine } from '../../src/lab/estate.js';
import { type RunningLab, startLab } from '../../src/lab/start-lab.js';
import { readManifest } from '../../src/targets/manifest.js';
import { type DnsRecords, type DnsServer, startDns } from '../support/dns-server.js';
import { runProgram } from '../support/process.js';
import { root } from '../support/sources.js';
import { makeFolder, writeFiles } from '../support/temp.js';

const MAIN = join(root, 'dist', 'src', 'cli', 'main.js');
const [OLD, NEW] = ['203.0.113.10', '203.0.113.20'];
const NAMES = ['shop.example', 'www.shop.example'];

function machine(shop: string): LabMachine {
  const attached = (certificate: string) => [{ certificate, keyType: 'rsa', key: 'usable' } as const];
  const hosts = [...NAMES.map((host) => ({ host, attachments: attached(shop) }))];
  const mail = { host: 'mail.shop.example', attachments: attached('mail') };
  const fallback = { kind: 'attachments', id: 'default', attachments: attached('mail') } as const;
  return {
    table: namedTable([{ address: null, port: 443, hosts: [...hosts, mail], fallback }], 'always'),
    server: null,
  };
}

const ESTATE: Estate = {
  title: 'a rollout',
  certificates: {
    earlier: { commonName: 'shop.example', dnsNames: NAMES, keyType: 'rsa', ageDays: 40, daysLeft: 50 },
    later: { commonName: 'shop.example', dnsNames: NAMES, keyType: 'rsa', ageDays: 1, daysLeft: 89 },
    mail: { commonName: 'mail.shop.example', dnsNames: ['mail.shop.example'], keyType: 'rsa' },
  },
  machines: { old: machine('earlier'), new: machine('later') },
  addresses: [
    { address: OLD, port: 443, machines: ['old'] },
    { address: NEW, port: 443, machines: ['new'] },
  ],
  targets: [],
};

let lab: RunningLab;
let dns: DnsServer;
let folder: Awaited<ReturnType<typeof makeFolder>>;
let moved = false;

/** Where DNS leads: to the old machine, and to the new one once the file `switched` is there. */
function zone(): Readonly<Record<string, DnsRecords>> {
  const at = (address: string): DnsRecords => ({ A: [address] });
  const shop = {
    get A() {
      moved ||= existsSync(join(folder.path, 'switched'));
      return [moved ? NEW : OLD];
    },
  };
  return { 'shop.example': shop, 'www.shop.example': shop, 'mail.shop.example': at(OLD) };
}

beforeAll(async () => {
  lab = await startLab(ESTATE);
  folder = await makeFolder('rollout');
  dns = await startDns(zone());
  await cp(join(root, 'examples', 'rollout'), folder.path, { recursive: true });
  const later = lab.certificates.get('later');
  const options = `--dns ${dns.server} --connect-to ${lab.connectToRules.join(',')} --ca '${folder.path}/ca.pem'`;
  await writeFiles(folder.path, {
    'new.pem': later?.certificatePem ?? '',
    'ca.pem': lab.caPem,
    whichcert: `#!/bin/sh\nexec '${process.execPath}' '${MAIN}' "$@" ${options}\n`,
  });
  await chmod(join(folder.path, 'whichcert'), 0o700);
});

afterAll(async () => {
  await lab.stop();
  await dns.stop();
  await folder.remove();
});

const step = (script: string, ...args: readonly string[]) =>
  runProgram('/bin/sh', [join(folder.path, script), ...args], {
    env: { WHICHCERT: join(folder.path, 'whichcert'), WAIT: '20s' },
    timeoutMs: 55_000,
  });

describe.skipIf(process.platform === 'win32')('examples/rollout', () => {
  it('before, switch, after', async () => {
    // After, before anything was done: the comparison has nothing to compare with.
    const early = await step('3-after.sh');
    expect([early.code, early.stderr]).toEqual([3, expect.stringContaining('before.json cannot be read')]);

    const before = await step('1-before.sh', NEW);
    expect([before.code, before.stderr]).toEqual([0, '']);
    expect(JSON.parse(await readFile(join(folder.path, 'before.json'), 'utf8'))).toMatchObject({
      whichcertBaseline: 1,
    });
    expect(before.stdout).toMatch(/shop\.example +203\.0\.113\.20 +ok/);

    // A machine that has the old certificate is not ready.
    const unready = await step('1-before.sh', OLD);
    expect([unready.code, unready.stdout]).toEqual([2, expect.stringContaining('[stale-certificate]')]);

    const switched = await step('2-switch.sh', 'touch', 'switched');
    expect([switched.code, switched.stderr]).toEqual([0, '']);
    expect(switched.stdout).toContain('2 targets at 1 address: 2 ok');

    const after = await step('3-after.sh');
    expect([after.code, after.stderr]).toEqual([0, '']);
    // The two names may be told together, in either order.
    expect(after.stdout).toMatch(/endpoint-appeared, .*shop\.example/);
    expect(await readdir(folder.path)).toEqual(expect.arrayContaining(['rollout.html', 'rollout.xml']));
  });

  it('2-switch.sh does not wait for a switch that failed', async () => {
    const { code, stdout } = await step('2-switch.sh', 'false');
    expect([code, stdout]).toEqual([1, '']);
  });
});

describe('the manifest', () => {
  it('is understood, and names the schema for editors', async () => {
    const text = await readFile(join(root, 'examples', 'rollout', 'rollout.yaml'), 'utf8');
    const { targets } = await readManifest(text, 'rollout.yaml');
    expect(targets.map(({ target, expect: spec }) => [target.host, target.labels, spec?.files])).toEqual([
      ['shop.example', { team: 'shop' }, ['new.pem']],
      ['www.shop.example', { team: 'shop', tier: 'front' }, ['new.pem']],
    ]);
    expect(text).toMatch(/^# yaml-language-server: \$schema=\S+manifest\.schema\.json\n/);
  });
});
