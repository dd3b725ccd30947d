/** A real `whichcert serve` that checks the lab tells a real Zabbix server, with the template of examples/. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { probes } from '../../../probes/index.js';
import { Pusher } from '../../../src/integrations/subscriptions/pusher.js';
import { readReceivers } from '../../../src/integrations/subscriptions/receivers.js';
import { demoEstate } from '../../../src/lab/demo-estate.js';
import { type RunningLab, startLab } from '../../../src/lab/start-lab.js';
import { describePeer } from '../../support/peers.js';
import { type RunningZabbix, startZabbix, ZABBIX_PROGRAMS } from '../../support/servers/zabbix.js';
import { textOf } from '../../support/sources.js';
import { series } from '../series.js';
import { eventually, get, listOf, startTestServe, type TestServe } from '../support.js';

const PORTAL = 'portal.example@203.0.113.20,203.0.113.21';
const SHOP = 'shop.example@203.0.113.10';
/** Listed twice, so that its ids need quotes in Zabbix. */
const TWICE = ['shop.example@203.0.113.10,203.0.113.20', 'shop.example@203.0.113.10'];
const HOST = 'web21';

/** The demo's estate; mended: without the row on the exact address that hides the names. */
function estate(mended: boolean): ReturnType<typeof demoEstate> {
  const whole = demoEstate();
  if (!mended) return whole;
  return {
    ...whole,
    addresses: whole.addresses.map((each) =>
      each.address === '203.0.113.21' ? { ...each, localAddress: '203.0.113.20' } : each,
    ),
  };
}

describePeer('Zabbix', ZABBIX_PROGRAMS, () => {
  let lab: RunningLab;
  let server: RunningZabbix;
  let serve: TestServe | null = null;
  let listed: readonly string[] = [PORTAL, SHOP];

  beforeAll(async () => {
    lab = await startLab(estate(false));
    server = await startZabbix();
  }, 300_000);

  afterAll(async () => {
    await serve?.stop();
    await server?.stop();
    await lab?.stop();
  }, 60_000);

  /** A serve whose receivers are the example's Zabbix, at this server's place: for a host that it has, and for one that it has not. */
  async function startServe(): Promise<TestServe> {
    const example = textOf('examples/receivers.yaml');
    const receiver = (zabbixHost: string): string =>
      example
        .slice(example.indexOf('  - type: zabbix'))
        .replace('host: zabbix.example', `host: 127.0.0.1\n    port: ${server.port}`)
        .replace(/zabbixHost: .*/, `zabbixHost: ${zabbixHost}`);
    const text = `receivers:\n${receiver(HOST)}${receiver('nobody')}`;
    const secrets = { env: {}, read: () => Promise.reject(new Error('no secret is needed')) };
    const subscriptions = await readReceivers(text, 'receivers.yaml', secrets, 1);
    return startTestServe({
      load: () => Promise.resolve(listOf(listed)),
      intervalMs: 1_000,
      openSink: (onResult) => new Pusher({ subscriptions, onResult }),
      check: { probes, connectTo: lab.connectTo, trust: { mode: 'bundled', ca: [lab.caDer], caSource: 'lab' } },
    });
  }

  const pushes = async (): Promise<Readonly<Record<string, number>>> =>
    series((await get(`${serve?.url}/metrics`)).text);

  /** The last value of each item of the host, by its key. */
  async function values(): Promise<Readonly<Record<string, string>>> {
    const history = ['history', 'history_uint', 'history_str', 'history_text'].map(
      (table) => `select itemid, clock, ns, value::text from ${table}`,
    );
    const rows = await server.rows(`
      select distinct on (key_) key_, value
      from items join hosts using (hostid) join (${history.join(' union all ')}) history using (itemid)
      where host = '${HOST}' order by key_, clock desc, ns desc`);
    return Object.fromEntries(rows.map(([key = '', value = '']) => [key, value]));
  }

  /** Discovered items, whether or not they have values. */
  const discovered = async (): Promise<readonly string[]> =>
    (
      await server.rows(
        `select key_ from items join hosts using (hostid) where host = '${HOST}' and items.flags = 4 order by 1`,
      )
    ).map(([key = '']) => key);

  /** Names of problems of the host that nothing has ended. */
  const problems = async (): Promise<readonly string[]> =>
    (
      await server.rows(`
        select distinct problem.name, problem.severity
        from problem
        join functions on functions.triggerid = problem.objectid
        join items using (itemid) join hosts using (hostid)
        where problem.source = 0 and problem.r_eventid is null and host = '${HOST}' order by 1`)
    ).map((row) => row.join('|'));

  it('imports the template of the examples', async () => {
    const all = { createMissing: true, updateExisting: true };
    const rules = { templates: all, valueMaps: all, items: all, discoveryRules: all, triggers: all, groups: all };
    const source = textOf('examples/zabbix/whichcert.yaml');
    expect(await server.api('configuration.import', { format: 'yaml', source, rules })).toBe(true);
    const templates = await server.rows("select hostid from hosts where host = 'whichcert' and status = 3");
    expect(templates).toHaveLength(1);
    const [groups] = await server.rows("select groupid from hstgrp where name = 'Linux servers'");
    await server.api('host.create', {
      host: HOST,
      groups: [{ groupid: groups?.[0] }],
      templates: [{ templateid: templates[0]?.[0] }],
    });
  });

  it('discovers targets and addresses, and takes also the values that came before their items', async () => {
    serve = await startServe();
    const seen = await eventually(
      values,
      (all) =>
        all['whichcert.status[portal.example]'] === '2' &&
        all['whichcert.address.status[shop.example,203.0.113.10]'] === '0',
    );
    expect(seen).toMatchObject({
      'whichcert.targets': '2',
      'whichcert.cause[portal.example]': 'ip-binding-conflict',
      'whichcert.text[portal.example]': expect.stringMatching(/^\[ip-binding-conflict\] portal\.example/),
      'whichcert.wrong_addresses[portal.example]': '1',
      'whichcert.address.status[portal.example,203.0.113.20]': '0',
      'whichcert.address.matches[portal.example,203.0.113.20]': '1',
      'whichcert.address.status[portal.example,203.0.113.21]': '2',
      'whichcert.address.cause[portal.example,203.0.113.21]': 'ip-binding-conflict',
      'whichcert.address.matches[portal.example,203.0.113.21]': '0',
      'whichcert.address.sha256[portal.example,203.0.113.21]': expect.stringMatching(/^[0-9a-f]{64}$/),
      'whichcert.status[shop.example]': '0',
      'whichcert.cause[shop.example]': '',
      'whichcert.address.cause[shop.example,203.0.113.10]': '',
    });
    expect(Number(seen['whichcert.days_left[shop.example]'])).toBeGreaterThan(1);
    expect(Number(seen['whichcert.address.days_left[portal.example,203.0.113.21]'])).toBeGreaterThan(1);
    // 6 a target, 5 an address.
    expect(await discovered()).toHaveLength(2 * 6 + 3 * 5);
    const refused = serve.log.find(({ problem }) => String(problem).includes(`[portal.example]: the host ${HOST} has`));
    expect(refused).toMatchObject({ receiver: 'zabbix', msg: 'push delayed' });
    const [first] = await server.rows(`
      select min(clock) from history_uint join items using (itemid) where key_ = 'whichcert.status[portal.example]'`);
    expect(Number(first?.[0]) * 1000).toBeLessThan(Number(refused?.time));
  });

  it('is not disturbed by values for a host that there is not: they are counted, with the reason', async () => {
    const counts = await pushes();
    expect(counts['whichcert_pushes_total{result="delayed"}']).toBeGreaterThan(0);
    expect(counts['whichcert_pushes_total{result="delivered"}']).toBeGreaterThan(0);
    expect(counts['whichcert_pushes_total{result="dropped"}']).toBe(0);
    expect(serve?.log).toContainEqual(
      expect.objectContaining({
        receiver: 'zabbix',
        problem: expect.stringMatching(/^Zabbix refused whichcert\.\S+: the host nobody has no such trapper item yet/),
      }),
    );
  });

  it('has a problem with the cause in its name, which ends when the lab is mended', async () => {
    expect(await eventually(problems, (all) => all.length > 0)).toEqual(['portal.example: ip-binding-conflict|4']);
    const tags = await server.rows(
      "select distinct tag, value from problem_tag where tag in ('cause', 'target') order by 1",
    );
    expect(tags).toEqual([
      ['cause', 'ip-binding-conflict'],
      ['target', 'portal.example'],
    ]);
    await serve?.stop();
    await lab.stop();
    lab = await startLab(estate(true));
    serve = await startServe();
    await eventually(problems, (all) => all.length === 0);
    const mended = await eventually(values, (all) => all['whichcert.status[portal.example]'] === '0');
    expect(mended['whichcert.cause[portal.example]']).toBe('');
    expect(mended['whichcert.address.matches[portal.example,203.0.113.21]']).toBe('1');
  });

  it('discovers what comes, quoted where it must be, and loses what goes', async () => {
    listed = [PORTAL, ...TWICE];
    expect(await serve?.reload()).toBe(true);
    const id = `"${TWICE[0]}"`;
    const seen = await eventually(
      values,
      (all) => all[`whichcert.status[${id}]`] !== undefined && all['whichcert.targets'] === '3',
    );
    expect(seen[`whichcert.text[${id}]`]).toMatch(/shop\.example/);
    expect(await discovered()).toContain(`whichcert.address.status[${id},203.0.113.20]`);
    const lost = await eventually(
      () =>
        server.rows(`
          select key_ from items join hosts using (hostid) join item_discovery using (itemid)
          where host = '${HOST}' and items.flags = 4 and ts_delete > 0 and key_ like 'whichcert.%status%' order by 1`),
      (rows) => rows.length === 2,
    );
    expect(lost.flat()).toEqual([
      'whichcert.address.status[shop.example,203.0.113.10]',
      'whichcert.status[shop.example]',
    ]);
  });
});
