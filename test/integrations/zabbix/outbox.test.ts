import { describe, expect, it, onTestFinished } from 'vitest';
import { zabbix } from '../../../src/integrations/zabbix/receiver.js';
import type { ZabbixPlace } from '../../../src/integrations/zabbix/sender.js';
import { valueGroups } from '../../../src/integrations/zabbix/values.js';
import { eventually } from '../../serve/support.js';
import { freePort } from '../../support/ports.js';
import { aConflict, anEndpoint, aReport, GOOD } from '../../support/reports.js';
import { serveRaw, startTrapper, type Trapper } from './trapper.js';

const HOUR = 3_600_000;
const TELLING = { state: 'ok', before: 'ok', ended: () => undefined };
/** Quick, and without what comes by itself. */
const PACE = {
  firstPauseMs: 5,
  longestPauseMs: 20,
  gatherMs: 20,
  aliveMs: HOUR,
  rediscoverMs: HOUR,
  exchangeMs: 10_000,
  mostRefusals: 1_000_000,
};
const OWN = ['whichcert.target.discovery', 'whichcert.address.discovery', 'whichcert.targets'];
const shop = { id: 'shop.example', host: 'shop.example', port: 443, addresses: ['203.0.113.5', '203.0.113.6'] };
const keysOf = (report: ReturnType<typeof aReport>): readonly string[] =>
  valueGroups('shop.example', report, 'web21').flatMap(({ values }) => values.map(({ key }) => key));
const ALL = [...OWN, ...keysOf(aConflict())];

function open(place: ZabbixPlace, pace: Partial<typeof PACE> = {}) {
  const results: { readonly result: string; readonly problem: string | null; readonly count: number }[] = [];
  const outbox = zabbix({ ...place, zabbixHost: 'web21', intervalSeconds: 60, pace: { ...PACE, ...pace } }).open(
    (result, problem, count) => results.push({ result, problem, count }),
  );
  onTestFinished(() => outbox.stop());
  const counted = (which: string): number =>
    results.filter(({ result }) => result === which).reduce((sum, { count }) => sum + count, 0);
  return { outbox, results, counted };
}

const until = (fits: () => boolean): Promise<boolean> => eventually(() => Promise.resolve(fits()), Boolean);
const lastOf = (trapper: Trapper, key: string): string | undefined =>
  trapper.taken.findLast((value) => value.key === key)?.value;
const valuesOf = (trapper: Trapper, key: string): readonly string[] =>
  trapper.taken.filter((value) => value.key === key).map(({ value }) => value);

describe('what Zabbix is told', () => {
  it('targets, addresses and a sign of life; then the values, a message a target and an address', async () => {
    const trapper = await startTrapper(null);
    const { outbox, counted } = open(trapper);
    outbox.watch([shop]);
    const report = aConflict();
    outbox.report('shop.example', report, TELLING);
    await until(() => counted('delivered') >= 3 + 1 + report.endpoints.length);
    expect(lastOf(trapper, 'whichcert.target.discovery')).toContain('"{#TARGET}":"shop.example"');
    expect(lastOf(trapper, 'whichcert.address.discovery')).toContain('"{#ADDRESS}":"203.0.113.5"');
    expect(lastOf(trapper, 'whichcert.targets')).toBe('1');
    expect(lastOf(trapper, 'whichcert.cause[shop.example]')).toBe('ip-binding-conflict');
    expect(trapper.requests.filter((keys) => !OWN.includes(keys[0] ?? ''))).toHaveLength(1 + report.endpoints.length);
  });

  it('of a report that is not due, only what it says of addresses', async () => {
    const trapper = await startTrapper(null);
    const { outbox } = open(trapper);
    outbox.watch([shop]);
    outbox.report('shop.example', aReport({ endpoints: [anEndpoint('203.0.113.77', GOOD)] }), null);
    await until(() => lastOf(trapper, 'whichcert.address.discovery')?.includes('203.0.113.77') === true);
    expect(trapper.taken.every(({ key }) => OWN.includes(key))).toBe(true);
  });

  it('the discovery anew when targets come or go, and again after a while', async () => {
    const trapper = await startTrapper(null);
    const { outbox } = open(trapper, { rediscoverMs: 50 });
    const told = () => valuesOf(trapper, 'whichcert.target.discovery');
    outbox.watch([shop]);
    await until(() => told().filter((value) => value.includes('shop.example')).length > 2);
    outbox.watch([]);
    await until(() => told().at(-1) === '[]');
    expect(lastOf(trapper, 'whichcert.targets')).toBe('0');
  });

  it('that whichcert is alive, again and again', async () => {
    const trapper = await startTrapper(null);
    const { outbox } = open(trapper, { aliveMs: 10 });
    outbox.watch([shop]);
    await until(() => valuesOf(trapper, 'whichcert.targets').length > 3);
  });
});

describe('values for items that are not there yet', () => {
  it('are sent again until they are taken, in their order', async () => {
    const trapper = await startTrapper(new Set(OWN));
    const { outbox, results, counted } = open(trapper);
    outbox.watch([shop]);
    outbox.report('shop.example', aConflict({ startedAt: '2026-11-20T06:00:00.000Z' }), TELLING);
    outbox.report('shop.example', aReport({ startedAt: '2026-11-20T06:01:00.000Z' }), TELLING);
    await until(() => counted('delayed') > 0);
    expect(results.find(({ result }) => result === 'delayed')?.problem).toMatch(
      /^Zabbix refused whichcert\.[^ ]+: the host web21 has no such trapper item yet/,
    );
    trapper.items = new Set(ALL);
    await until(() => valuesOf(trapper, 'whichcert.status[shop.example]').length === 2);
    expect(valuesOf(trapper, 'whichcert.status[shop.example]')).toEqual(['2', '0']);
    expect(trapper.taken.findLast(({ key }) => key === 'whichcert.status[shop.example]')?.clock).toBe(1795154460);
  });

  it('make whichcert tell its discovery once more', async () => {
    const trapper = await startTrapper(new Set(OWN));
    const { outbox } = open(trapper);
    outbox.watch([shop]);
    outbox.report('shop.example', aConflict(), TELLING);
    await until(() => valuesOf(trapper, 'whichcert.address.discovery').length > 3);
  });

  it('are given up at last: a failure with its reason, and nothing else waits for them', async () => {
    const trapper = await startTrapper(new Set(OWN));
    const { outbox, results, counted } = open(trapper, { mostRefusals: 3 });
    outbox.watch([shop]);
    const report = aConflict();
    outbox.report('shop.example', report, TELLING);
    outbox.report('shop.example', report, TELLING);
    await until(() => counted('failed') === 2 * (1 + report.endpoints.length));
    expect(results.find(({ result }) => result === 'failed')?.problem).toMatch(/^Zabbix refused whichcert\./);
    trapper.items = new Set(ALL);
    outbox.report('shop.example', report, TELLING);
    await until(() => lastOf(trapper, 'whichcert.status[shop.example]') === '2');
  });

  it('do not hold up the others of their message: the missing key is named, and left out from then on', async () => {
    const missing = 'whichcert.text[shop.example]';
    const trapper = await startTrapper(new Set(ALL.filter((key) => key !== missing)));
    const { outbox, results } = open(trapper);
    outbox.watch([shop]);
    outbox.report('shop.example', aConflict(), TELLING);
    await until(() => results.some(({ result }) => result === 'failed'));
    expect(results.filter(({ result }) => result === 'failed')).toEqual([
      { result: 'failed', problem: `the host web21 in Zabbix has no trapper item ${missing}`, count: 1 },
    ]);
    expect(valuesOf(trapper, 'whichcert.status[shop.example]')).toEqual(['2']);
    const before = trapper.requests.length;
    outbox.report('shop.example', aReport({ startedAt: '2026-11-20T06:01:00.000Z' }), TELLING);
    await until(() => valuesOf(trapper, 'whichcert.status[shop.example]').length === 2);
    expect(trapper.requests.slice(before).flat()).not.toContain(missing);
  });
});

describe('a Zabbix that is not there', () => {
  it('loses nothing: what waited comes when it is back, in its order', async () => {
    const port = await freePort();
    const { outbox, results, counted } = open({ host: '127.0.0.1', port });
    outbox.watch([shop]);
    outbox.report('shop.example', aConflict({ startedAt: '2026-11-20T06:00:00.000Z' }), TELLING);
    outbox.report('shop.example', aReport({ startedAt: '2026-11-20T06:01:00.000Z' }), TELLING);
    await until(() => counted('delayed') > 2);
    expect(results.every(({ result, problem }) => result === 'delayed' && problem === 'ECONNREFUSED')).toBe(true);
    const trapper = await startTrapper(null, port);
    await until(() => valuesOf(trapper, 'whichcert.status[shop.example]').length === 2);
    expect(valuesOf(trapper, 'whichcert.status[shop.example]')).toEqual(['2', '0']);
    expect(counted('dropped') + counted('failed')).toBe(0);
  });

  it('one that hangs holds few connections, not one for each message', async () => {
    let most = 0;
    let connected = 0;
    const place = await serveRaw((socket) => {
      connected += 1;
      most = Math.max(most, connected);
      socket.on('close', () => {
        connected -= 1;
      });
    });
    const { outbox, counted } = open(place, { exchangeMs: 50 });
    outbox.watch([shop]);
    for (let each = 0; each < 200; each += 1) outbox.report(`${each}.example`, aConflict(), TELLING);
    await until(() => counted('delayed') > 5);
    expect(most).toBeLessThanOrEqual(4);
  });

  it('one that talks nonsense is told so, with its reason', async () => {
    const place = await serveRaw((socket) => socket.end('220 mail.example ESMTP\r\n'));
    const { outbox, results } = open(place);
    outbox.watch([shop]);
    await until(() => results.length > 0);
    expect(results[0]).toEqual({ result: 'delayed', problem: 'the answer is not the sender protocol’s', count: 1 });
  });

  it('holds ten thousand messages; then the oldest of a lane make room, and are counted', async () => {
    const place = await serveRaw(() => undefined);
    const { outbox, counted } = open(place);
    const one = aReport({ endpoints: [] });
    for (let each = 0; each < 10_005; each += 1) outbox.report(`${each % 500}.example`, one, TELLING);
    expect(counted('dropped')).toBe(5);
    await outbox.stop();
    expect(counted('dropped')).toBe(5 + 10_000);
  });

  it('does not hold up the end: what waited is counted', async () => {
    const place = await serveRaw(() => undefined);
    const { outbox, results, counted } = open(place);
    outbox.report('shop.example', aConflict(), TELLING);
    await outbox.stop();
    expect(results.at(-1)).toMatchObject({ result: 'dropped', problem: 'stopped before Zabbix took them' });
    expect(counted('dropped')).toBe(1 + aConflict().endpoints.length);
    outbox.report('shop.example', aConflict(), TELLING);
    expect(counted('dropped')).toBe(1 + aConflict().endpoints.length);
  });
});
