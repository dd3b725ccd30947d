/** blackbox_exporter beside whichcert, at the same healthy servers: what both offer must agree. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { probes } from '../../../probes/index.js';
import { demoEstate } from '../../../src/lab/demo-estate.js';
import { type RunningLab, startLab } from '../../../src/lab/start-lab.js';
import { readBlackboxConfig } from '../../../src/serve/probe/blackbox-config.js';
import { readModules } from '../../../src/serve/probe/modules.js';
import { startDns } from '../../support/dns-server.js';
import { describePeer, program } from '../../support/peers.js';
import { freePort } from '../../support/ports.js';
import { type RunningServer, startServer } from '../../support/process.js';
import { makeFolder, writeFiles } from '../../support/temp.js';
import { series } from '../series.js';
import { get, listOf, startTestServe, type TestServe } from '../support.js';

/** The list: each must be offered by both and be equal; labels are part of the name. */
const EQUAL = [
  'probe_success',
  'probe_ip_protocol',
  'probe_ip_addr_hash',
  'probe_ssl_earliest_cert_expiry',
  'probe_ssl_last_chain_expiry_timestamp_seconds',
  'probe_ssl_last_chain_info fingerprint_sha256',
  'probe_ssl_last_chain_info subject',
  'probe_ssl_last_chain_info issuer',
  'probe_ssl_last_chain_info subjectalternative',
  'probe_tls_version_info version',
] as const;
/** Times: offered by both, above 0 or equal to it, in seconds. */
const TIMES = ['probe_duration_seconds', 'probe_dns_lookup_time_seconds'] as const;

describePeer('blackbox_exporter', ['prometheus-blackbox-exporter'], () => {
  let lab: RunningLab;
  let serve: TestServe;
  let blackbox: RunningServer;
  let port: number;
  let folder: Awaited<ReturnType<typeof makeFolder>>;

  beforeAll(async () => {
    lab = await startLab(demoEstate());
    folder = await makeFolder('blackbox');
    port = await freePort();
    const sick = [
      `  unverified: { prober: tcp, tcp: { tls: true, tls_config: { server_name: portal.example, insecure_skip_verify: true } } }`,
      `  verified: { prober: tcp, tcp: { tls: true, tls_config: { server_name: portal.example, ca_file: ${join(folder.path, 'ca.pem')} } } }`,
      `  page: { prober: http, http: { headers: { Host: portal.example }, preferred_ip_protocol: ip4, tls_config: { insecure_skip_verify: true } } }`,
      '  icmp: { prober: icmp }',
    ];
    const modules = ['shop.example', 'api.example', 'docs.example', 'forum.example', 'status.example'].map(
      (name) =>
        `  ${name}: { prober: tcp, timeout: 5s, tcp: { tls: true, tls_config: { server_name: ${name}, ca_file: ${join(folder.path, 'ca.pem')} } } }`,
    );
    await writeFiles(folder.path, {
      'ca.pem': lab.caPem,
      'blackbox.yml': `modules:\n${[...modules, ...sick].join('\n')}\n`,
    });
    const config = await readBlackboxConfig(
      await readFile(join(folder.path, 'blackbox.yml'), 'utf8'),
      join(folder.path, 'blackbox.yml'),
      (path) => readFile(path),
    );
    blackbox = await startServer({
      program: program('prometheus-blackbox-exporter'),
      args: [`--config.file=${join(folder.path, 'blackbox.yml')}`, `--web.listen-address=127.0.0.1:${port}`],
      ports: [{ address: '127.0.0.1', port }],
    });
    serve = await startTestServe({
      allow: ['127.0.0.0/8'],
      load: () => Promise.resolve(listOf([], { modules: readModules([], config.modules) })),
      check: { probes, trust: { mode: 'none', ca: [], caSource: null } },
    });
  });

  afterAll(async () => {
    await blackbox?.stop();
    await serve?.stop();
    await lab?.stop();
    await folder?.remove();
  });

  /** `name label` → value; without labels the name alone. */
  function flat(text: string): Readonly<Record<string, string | number>> {
    return Object.fromEntries(
      Object.entries(series(text)).flatMap(([name, value]): [string, string | number][] => {
        const [, metric = name, labels] = /^([a-z_0-9]+)\{(.*)\}$/.exec(name) ?? [];
        if (labels === undefined) return [[metric, value]];
        return [...labels.matchAll(/([a-z_0-9]+)="((?:[^"\\]|\\.)*)"/g)].map(([, label, text]) => [
          `${metric} ${label}`,
          text ?? '',
        ]);
      }),
    );
  }

  it.each([
    ['shop.example', '203.0.113.10'],
    ['api.example', '203.0.113.10'],
    ['docs.example', '198.51.100.70'],
    ['forum.example', '198.51.100.50'],
    ['status.example', '203.0.113.20'],
  ])('agrees on %s', async (name, address) => {
    const rule = lab.connectTo.find(({ host }) => host === address);
    const target = `127.0.0.1:${rule?.toPort ?? 0}`;
    const [theirs, ours] = await Promise.all([
      get(`http://127.0.0.1:${port}/probe?target=${target}&module=${name}`),
      get(`${serve.url}/probe?target=${target}&module=tls_connect&hostname=${name}`),
    ]).then((answers) => answers.map(({ text }) => flat(text)));
    const pick = (all: Readonly<Record<string, string | number>> | undefined) =>
      Object.fromEntries(EQUAL.map((each) => [each, all?.[each]]));
    expect(pick(ours)).toEqual(pick(theirs));
    expect(pick(theirs)).not.toEqual(expect.objectContaining({ probe_success: undefined }));
    expect(Object.values(pick(theirs)).filter((value) => value === undefined)).toEqual([]);
    for (const time of TIMES) {
      for (const all of [theirs, ours]) expect(Number(all?.[time])).toBeGreaterThanOrEqual(0);
    }
  });

  /** Both by the same blackbox.yml, of a server with another name's certificate. */
  async function sick(module: string) {
    const rule = lab.connectTo.find(({ host }) => host === '203.0.113.21');
    const scheme = module === 'page' ? 'https://' : '';
    const query = `target=${scheme}127.0.0.1:${rule?.toPort ?? 0}&module=${module}`;
    const [theirs, ours] = await Promise.all([
      get(`http://127.0.0.1:${port}/probe?${query}`),
      get(`${serve.url}/probe?${query}`),
    ]);
    return { theirs: flat(theirs.text), ours: flat(ours.text) };
  }

  it('agrees on a wrong certificate where neither verifies; whichcert says what is wrong all the same', async () => {
    const { theirs, ours } = await sick('unverified');
    // There no path was built, and its end is the year 1: here it is that of what was sent.
    const same = EQUAL.filter((each) => each !== 'probe_ssl_last_chain_expiry_timestamp_seconds');
    const pick = (all: Readonly<Record<string, string | number>>) => same.map((each) => [each, all[each]]);
    expect(pick(ours)).toEqual(pick(theirs));
    expect([theirs.probe_success, ours['whichcert_cause cause']]).toEqual([1, expect.any(String)]);
  });

  it('both fail where it is verified, and only whichcert still tells of the certificate', async () => {
    const { theirs, ours } = await sick('verified');
    expect([theirs.probe_success, ours.probe_success]).toEqual([0, 0]);
    expect(theirs.probe_ssl_earliest_cert_expiry ?? 0).toBe(0);
    expect(ours.probe_ssl_earliest_cert_expiry).toBeGreaterThan(Date.now() / 1000);
    expect(ours['probe_ssl_last_chain_info fingerprint_sha256']).toMatch(/^[0-9a-f]{64}$/);
  });

  it('agrees on a name that does not resolve', async () => {
    const dns = await startDns({});
    const resolving = await startTestServe({ allow: ['*'], check: { probes, dns: dns.server } });
    // No DNS server is asked for a name with an empty label.
    const [theirs, ours] = await Promise.all([
      get(`http://127.0.0.1:${port}/probe?target=nowhere..invalid:443&module=unverified`),
      get(`${resolving.url}/probe?target=nowhere.test:443&module=tls`),
    ]).then((answers) => answers.map(({ text }) => flat(text)));
    await Promise.all([dns.stop(), resolving.stop()]);
    const names = ['probe_success', 'probe_ip_protocol', 'probe_ip_addr_hash'];
    const pick = (all: Readonly<Record<string, string | number>> | undefined) => names.map((name) => all?.[name]);
    expect([pick(theirs), pick(ours)]).toEqual([
      [0, 0, 0],
      [0, 0, 0],
    ]);
    expect(ours?.['whichcert_finding code']).toBe('unresolved');
  });

  it('takes the modules of http too, and says which cannot be asked', async () => {
    const { theirs, ours } = await sick('page');
    // The lab speaks no HTTP: the page fails there, the certificate's metrics are compared.
    expect(ours.probe_ip_protocol).toBe(theirs.probe_ip_protocol);
    expect(ours['probe_ssl_last_chain_info fingerprint_sha256']).toMatch(/^[0-9a-f]{64}$/);
    const { status, text } = await get(`${serve.url}/probe?target=127.0.0.1&module=icmp`);
    expect([status, text]).toEqual([400, expect.stringContaining('its prober is "icmp", which speaks no TLS')]);
  });
});
