/** A real `whichcert serve` that checks the lab tells a real Zabbix server, with the template of examples/. */
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
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
const TWICE = ['shop.example@203.0.113.10,203.0.113.20', 'shop.example@203.0.113.10'] as const;

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

  beforeAll(async () => {
    lab = await startLab(estate(false));
    server = await startZabbix();
    const all = { createMissing: true, updateExisting: true };
    const rules = { templates: all, valueMaps: all, items: all, discoveryRules: all, triggers: all, groups: all };
    const source = textOf('examples/zabbix/whichcert.yaml');
    expect(await server.api('configuration.import', { format: 'yaml', source, rules })).toBe(true);
  }, 600_000);

  afterAll(async () => {
    await server?.stop();
    await lab?.stop();
  });

  /** A host with the template, of one test's own. */
  async function createHost(host: string): Promise<void> {
    const [template] = await server.rows("select hostid from hosts where host = 'whichcert' and status = 3");
    const [group] = await server.rows("select groupid from hstgrp where name = 'Linux servers'");
    await server.api('host.create', {
      host,
      groups: [{ groupid: group?.[0] }],
      templates: [{ templateid: template?.[0] }],
    });
  }

  /** A serve whose receivers are the example's Zabbix, at this server's place, for these hosts there. */
  async function startServe(
    hosts: readonly string[],
    load: () => readonly string[],
    running: RunningLab = lab,
  ): Promise<TestServe> {
    const example = textOf('examples/receivers.yaml');
    const receivers = hosts.map((host) =>
      example
        .slice(example.indexOf('  - type: zabbix'))
        .replace('host: zabbix.example', 'host: 127.0.0.1')
        .replace('port: 10051', `port: ${server.port}`)
        .replace('zabbixHost: whichcert', `zabbixHost: ${host}`),
    );
    const secrets = { env: {}, read: () => Promise.reject(new Error('no secret is needed')) };
    const subscriptions = await readReceivers(`receivers:\n${receivers.join('')}`, 'receivers.yaml', secrets, 1);
    const serve = await startTestServe({
      load: () => Promise.resolve(listOf(load())),
      intervalMs: 1_000,
      openSink: (events) => new Pusher({ subscriptions, ...events }),
      check: { probes, connectTo: running.connectTo, trust: { mode: 'bundled', ca: [running.caDer], caSource: 'lab' } },
    });
    onTestFinished(() => serve.stop());
    return serve;
  }

  const counts = async ({ url }: TestServe): Promise<Readonly<Record<string, number>>> =>
    series((await get(`${url}/metrics`)).text);

  /** The last value of each item of a host, by its key. */
  async function values(host: string): Promise<Readonly<Record<string, string>>> {
    const history = ['history', 'history_uint', 'history_str', 'history_text'].map(
      (table) => `select itemid, clock, ns, value::text from ${table}`,
    );
    const rows = await server.rows(`
      select distinct on (key_) key_, value
      from items join hosts using (hostid) join (${history.join(' union all ')}) history using (itemid)
      where host = '${host}' order by key_, clock desc, ns desc`);
    return Object.fromEntries(rows.map(([key = '', value = '']) => [key, value]));
  }

  /** Keys of the items that discovery made for a host and that match; with values or not yet. */
  async function discovered(host: string, and: string): Promise<readonly string[]> {
    const rows = await server.rows(`
      select items.key_ from items join hosts using (hostid) join item_discovery using (itemid)
      where host = '${host}' and items.flags = 4 and ${and} order by 1`);
    return rows.flat();
  }

  /** Name, severity and tags of the problems of a host that nothing has ended. */
  async function problems(host: string): Promise<readonly string[]> {
    const rows = await server.rows(`
      select problem.name, problem.severity,
        (select string_agg(tag || '=' || value, ' ' order by tag) from problem_tag where eventid = problem.eventid)
      from problem where source = 0 and r_eventid is null and objectid in
        (select triggerid from functions join items using (itemid) join hosts using (hostid) where host = '${host}')
      order by 1`);
    return rows.map((row) => row.join(' | '));
  }

  it('discovers, takes the values, and has a problem with the cause in its name until the lab is mended', async () => {
    await createHost('web21');
    const serve = await startServe(['web21'], () => [PORTAL, SHOP]);
    const seen = await eventually(
      () => values('web21'),
      (all) =>
        all['whichcert.status[portal.example]'] === '2' &&
        all['whichcert.status[shop.example]'] === '0' &&
        all['whichcert.address.status[portal.example,203.0.113.20]'] === '0' &&
        all['whichcert.address.status[portal.example,203.0.113.21]'] === '2' &&
        all['whichcert.address.status[shop.example,203.0.113.10]'] === '0' &&
        all['whichcert.targets'] === '2',
    );
    expect(seen).toMatchObject({
      'whichcert.cause[portal.example]': 'ip-binding-conflict',
      'whichcert.text[portal.example]': expect.stringMatching(/^\[ip-binding-conflict\] portal\.example/),
      'whichcert.wrong_addresses[portal.example]': '1',
      'whichcert.address.matches[portal.example,203.0.113.20]': '1',
      'whichcert.address.cause[portal.example,203.0.113.21]': 'ip-binding-conflict',
      'whichcert.address.matches[portal.example,203.0.113.21]': '0',
      'whichcert.address.sha256[portal.example,203.0.113.21]': expect.stringMatching(/^[0-9a-f]{64}$/),
      'whichcert.cause[shop.example]': '',
      'whichcert.address.cause[shop.example,203.0.113.10]': '',
    });
    expect(Number(seen['whichcert.days_left[shop.example]'])).toBeGreaterThan(1);
    expect(Number(seen['whichcert.address.days_left[portal.example,203.0.113.21]'])).toBeGreaterThan(1);
    expect(await discovered('web21', 'true')).toHaveLength(2 * 6 + 3 * 5);
    expect(
      await eventually(
        () => problems('web21'),
        (all) => all.length > 0,
      ),
    ).toEqual([
      'portal.example: ip-binding-conflict | 4 | cause=ip-binding-conflict component=certificate target=portal.example',
    ]);
    await serve.stop();

    const mended = await startLab(estate(true));
    onTestFinished(() => mended.stop());
    await startServe(['web21'], () => [PORTAL, SHOP], mended);
    await eventually(
      () => problems('web21'),
      (all) => all.length === 0,
    );
    const after = await eventually(
      () => values('web21'),
      (all) => all['whichcert.address.matches[portal.example,203.0.113.21]'] === '1',
    );
    expect(after).toMatchObject({ 'whichcert.status[portal.example]': '0', 'whichcert.cause[portal.example]': '' });
  }, 180_000);

  it('takes also the values that came before their items; those for a host that there is not are counted', async () => {
    const serve = await startServe(['web22', 'nobody'], () => [PORTAL]);
    const refused = (host: string) =>
      serve.log.find(({ problem }) => String(problem).includes(`[portal.example]: the host ${host} has no such`));
    await eventually(
      () => Promise.resolve(refused('web22')),
      (line) => line !== undefined,
    );
    expect(refused('web22')).toMatchObject({ receiver: 'zabbix', msg: 'push delayed' });
    await createHost('web22');
    await eventually(
      () => values('web22'),
      (all) => all['whichcert.status[portal.example]'] === '2',
    );
    const [first] = await server.rows(`
      select min(clock) from history_uint join items using (itemid) join hosts using (hostid)
      where host = 'web22' and key_ = 'whichcert.status[portal.example]'`);
    expect(Number(first?.[0]) * 1000).toBeLessThan(Number(refused('web22')?.time));
    expect(refused('nobody')?.problem).toBe(
      'Zabbix refused whichcert.cause[portal.example]: the host nobody has no such trapper item yet, or takes none from here',
    );
    const all = await counts(serve);
    expect(all['whichcert_pushes_total{receiver="zabbix",result="delayed"}']).toBeGreaterThan(1);
    expect(all['whichcert_pushes_total{receiver="zabbix",result="delivered"}']).toBeGreaterThan(1);
    expect(all['whichcert_pushes_total{receiver="zabbix",result="dropped"}']).toBe(0);
    expect(all['whichcert_pushes_total{receiver="zabbix",result="failed"}']).toBe(0);
  }, 120_000);

  it('names the items that somebody took away, and keeps one value of those that it had to be sent twice', async () => {
    const [group] = await server.rows("select groupid from hstgrp where name = 'Linux servers'");
    const created = await server.api('host.create', { host: 'web24', groups: [{ groupid: group?.[0] }] });
    const [hostid] = await server.rows("select hostid from hosts where host = 'web24'");
    expect(created).toEqual({ hostids: hostid });
    const item = (name: string, valueType: number) => ({
      hostid: hostid?.[0],
      name,
      key_: `whichcert.${name}[portal.example]`,
      type: 2,
      value_type: valueType,
      delay: '0',
    });
    await server.api('item.create', [item('status', 3), item('cause', 1)]);
    const serve = await startServe(['web24'], () => [PORTAL]);
    const told = await eventually(
      () => Promise.resolve(serve.log.find(({ msg }) => msg === 'push failed')),
      (line) => line !== undefined,
    );
    const gone = ['text', 'days_left', 'wrong_addresses', 'duration'].map(
      (name) => `whichcert.${name}[portal.example]`,
    );
    expect(told?.problem).toBe(`the host web24 in Zabbix has no trapper item ${gone.join(', ')}`);
    const rows = await eventually(
      () =>
        server.rows(`
          select count(*), count(distinct (clock, ns)) from history_uint join items using (itemid) join hosts using (hostid)
          where host = 'web24'`),
      ([row]) => Number(row?.[0]) > 1,
    );
    expect(rows[0]?.[0]).toBe(rows[0]?.[1]);
    expect(await values('web24')).toMatchObject({ 'whichcert.cause[portal.example]': 'ip-binding-conflict' });
  }, 120_000);

  it('discovers what comes, quoted where it must be, and loses what goes', async () => {
    await createHost('web23');
    let listed: readonly string[] = [PORTAL, SHOP];
    const serve = await startServe(['web23'], () => listed);
    await eventually(
      () => discovered('web23', 'true'),
      (keys) => keys.includes('whichcert.address.status[shop.example,203.0.113.10]'),
    );
    listed = [PORTAL, ...TWICE];
    expect(await serve.reload()).toBe(true);
    const id = `"${TWICE[0]}"`;
    const seen = await eventually(
      () => values('web23'),
      (all) => all[`whichcert.address.status[${id},203.0.113.20]`] !== undefined && all['whichcert.targets'] === '3',
    );
    expect(seen[`whichcert.text[${id}]`]).toMatch(/shop\.example/);
    const lost = await eventually(
      () => discovered('web23', "ts_delete > 0 and items.key_ like 'whichcert.%status%'"),
      (keys) => keys.length > 1,
    );
    expect(lost).toEqual(['whichcert.address.status[shop.example,203.0.113.10]', 'whichcert.status[shop.example]']);
  }, 180_000);
});
