/** A real Prometheus scrapes a real `whichcert serve` that checks the lab; a real Alertmanager hears of it. */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { probes } from '../../../probes/index.js';
import { demoEstate } from '../../../src/lab/demo-estate.js';
import { type RunningLab, startLab } from '../../../src/lab/start-lab.js';
import { describePeer, program } from '../../support/peers.js';
import { freePort } from '../../support/ports.js';
import { type RunningServer, runProgram, startServer } from '../../support/process.js';
import { root, textOf } from '../../support/sources.js';
import { makeFolder, writeFiles } from '../../support/temp.js';
import { mendedEstate } from '../estates.js';
import { eventually, get, listOf, startTestServe, type TestServe } from '../support.js';

/** What the dashboard's counts are to come to. */
const COUNTS: Readonly<Record<string, string>> = { Critical: '1', Unknown: '0', Warning: '0', Well: '1' };

const TARGETS = ['portal.example@203.0.113.20,203.0.113.21', 'shop.example@203.0.113.10'];

describePeer('Prometheus and Alertmanager', ['prometheus', 'promtool', 'prometheus-alertmanager'], () => {
  let lab: RunningLab;
  let serve: TestServe;
  let servePort: number;
  let promPort: number;
  let alertPort: number;
  let folder: Awaited<ReturnType<typeof makeFolder>>;
  const servers: RunningServer[] = [];

  async function startServeOn(running: RunningLab): Promise<TestServe> {
    return startTestServe({
      listen: { host: '127.0.0.1', port: servePort },
      load: () => Promise.resolve(listOf(TARGETS)),
      intervalMs: 1_000,
      check: { probes, connectTo: running.connectTo, trust: { mode: 'bundled', ca: [running.caDer], caSource: 'lab' } },
    });
  }

  beforeAll(async () => {
    [servePort, promPort, alertPort] = [await freePort(), await freePort(), await freePort()];
    lab = await startLab(demoEstate());
    serve = await startServeOn(lab);
    folder = await makeFolder('prometheus');
    const place = (port: number) => `127.0.0.1:${port}`;
    const config = textOf('examples/prometheus/prometheus.yml')
      .replaceAll('127.0.0.1:9115', place(servePort))
      .replaceAll('127.0.0.1:9093', place(alertPort))
      .replace(/scrape_interval: \w+/, 'scrape_interval: 2s')
      .replace(/scrape_timeout: \w+/, 'scrape_timeout: 2s')
      .replace(/evaluation_interval: \w+/, 'evaluation_interval: 1s');
    await writeFiles(folder.path, {
      'prometheus.yml': config,
      'whichcert.rules.yml': textOf('examples/prometheus/whichcert.rules.yml'),
      'alertmanager.yml':
        'route: { receiver: none, group_wait: 1s, group_interval: 1s }\nreceivers: [{ name: none }]\nglobal: { resolve_timeout: 5s }\n',
    });
    servers.push(
      await startServer({
        program: program('prometheus-alertmanager'),
        args: [
          `--config.file=${join(folder.path, 'alertmanager.yml')}`,
          `--storage.path=${join(folder.path, 'am')}`,
          `--web.listen-address=${place(alertPort)}`,
          '--cluster.listen-address=',
        ],
        ports: [{ address: '127.0.0.1', port: alertPort }],
      }),
      await startServer({
        program: program('prometheus'),
        args: [
          `--config.file=${join(folder.path, 'prometheus.yml')}`,
          `--storage.tsdb.path=${join(folder.path, 'tsdb')}`,
          `--web.listen-address=${place(promPort)}`,
        ],
        ports: [{ address: '127.0.0.1', port: promPort }],
      }),
    );
    // A port that answers is not yet a server that does.
    for (const each of [promPort, alertPort]) {
      await eventually(
        () => get(`http://${place(each)}/-/ready`),
        ({ status }) => status === 200,
      );
    }
  });

  afterAll(async () => {
    await Promise.all(servers.map((server) => server.stop()));
    await serve?.stop();
    await lab?.stop();
    await folder?.remove();
  });

  interface Alert {
    readonly labels: Readonly<Record<string, string>>;
    readonly annotations: Readonly<Record<string, string>>;
  }

  const isConflict = ({ labels }: Alert): boolean =>
    labels.alertname === 'WrongCertificate' &&
    labels.target === 'portal.example' &&
    labels.address === '203.0.113.21' &&
    labels.cause === 'ip-binding-conflict';
  const jobsOf = (alerts: readonly Alert[]): readonly (string | undefined)[] =>
    alerts
      .filter(isConflict)
      .map(({ labels }) => labels.job)
      .toSorted();
  const firing = async (): Promise<readonly Alert[]> => {
    const { data } = JSON.parse((await get(`http://127.0.0.1:${promPort}/api/v1/alerts`)).text);
    return data.alerts.filter(({ state }: { readonly state: string }) => state === 'firing');
  };
  const heard = async (): Promise<readonly Alert[]> =>
    JSON.parse((await get(`http://127.0.0.1:${alertPort}/api/v2/alerts`)).text);
  const probed = async (): Promise<Readonly<Record<string, string>>> => {
    const { data } = JSON.parse((await get(`http://127.0.0.1:${promPort}/api/v1/query?query=probe_success`)).text);
    return Object.fromEntries(
      data.result.map(({ metric, value }: { metric: { instance: string }; value: readonly [number, string] }) => [
        metric.instance,
        value[1],
      ]),
    );
  };

  interface Sample {
    readonly metric: Readonly<Record<string, string>>;
    readonly value: readonly [time: number, value: string];
  }
  const queried = async (expr: string): Promise<readonly Sample[]> => {
    const place = `http://127.0.0.1:${promPort}/api/v1/query?query=${encodeURIComponent(expr)}`;
    const { status, error, data } = JSON.parse((await get(place)).text);
    expect([expr, status, error]).toEqual([expr, 'success', undefined]);
    return data.result;
  };

  /** Each query of the dashboard, while the target is wrong and comes from the schedule and from /probe. */
  async function everyPanelAnswers(): Promise<void> {
    const { panels } = JSON.parse(textOf('examples/grafana/whichcert.json'));
    const answers = new Map<string, readonly Sample[]>();
    for (const { title, targets } of panels) {
      for (const { expr } of targets) {
        const ask = () => queried(expr.replaceAll('$target', '.*'));
        // A target that comes twice is one. A rate is there with the second scrape.
        const is = COUNTS[title];
        answers.set(
          title,
          await eventually(ask, ([one]) => one !== undefined && (is ?? one.value[1]) === one.value[1]),
        );
      }
    }
    const wrong = answers.get('What is wrong, and why')?.filter(({ metric }) => metric.target === 'portal.example');
    expect(wrong?.map(({ metric }) => `${metric.job} ${metric.cause}`).toSorted()).toEqual([
      'whichcert ip-binding-conflict',
      'whichcert_probe ip-binding-conflict',
    ]);
    expect(answers.get('Status over time')?.find(({ metric }) => metric.target === 'portal.example')?.value[1]).toBe(
      '3',
    );
    expect(answers.size).toBe(10);
  }

  it('the conflict fires with its cause, Alertmanager hears it, and it resolves once the row is gone', async () => {
    // The target is on the schedule and asked by /probe: an alert for each.
    const both = ['whichcert', 'whichcert_probe'];
    await eventually(firing, (all) => jobsOf(all).join() === both.join());
    await everyPanelAnswers();
    const alert = (await eventually(heard, (all) => jobsOf(all).join() === both.join())).find(isConflict);
    expect(alert?.annotations.summary).toBe('portal.example at 203.0.113.21: ip-binding-conflict');
    expect(alert?.annotations.runbook).toBe('whichcert explain ip-binding-conflict');
    await eventually(probed, (all) => all['portal.example:443'] === '0' && all['https://shop.example'] === '1');

    await serve.stop();
    await lab.stop();
    lab = await startLab(mendedEstate());
    serve = await startServeOn(lab);
    await eventually(firing, (all) => !all.some(({ labels }) => labels.target === 'portal.example'));
    await eventually(heard, (all) => !all.some(({ labels }) => labels.alertname === 'WrongCertificate'));
    await eventually(probed, (all) => all['portal.example:443'] === '1' && all['https://shop.example'] === '1');
  });

  it('promtool finds nothing to complain about', async () => {
    const check = async (input: string) => runProgram(program('promtool'), ['check', 'metrics'], { input });
    for (const path of ['metrics', 'probe?target=shop.example', 'probe?target=portal.example']) {
      expect(await check((await get(`${serve.url}/${path}`)).text)).toEqual({ code: 0, stdout: '', stderr: '' });
    }
    const examples = join(root, 'examples', 'prometheus');
    for (const args of [
      ['check', 'rules', 'whichcert.rules.yml'],
      ['test', 'rules', 'whichcert.test.yml'],
      ['check', 'config', 'prometheus.yml'],
    ]) {
      const { code, stdout, stderr } = await runProgram(program('promtool'), args, { cwd: examples });
      expect(code, stdout + stderr).toBe(0);
    }
  });
});

describe('the rules', () => {
  it('lead every alert to a page of explain', () => {
    const rules = textOf('examples/prometheus/whichcert.rules.yml');
    expect(rules).toContain("runbook: 'whichcert explain {{ $labels.cause }}'");
  });
});
