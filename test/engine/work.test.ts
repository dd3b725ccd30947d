import { afterEach, describe, expect, it } from 'vitest';
import { Job } from '../../src/engine/job.js';
import { Neighbourhood } from '../../src/engine/neighbourhood.js';
import { explainJob, surveyJob } from '../../src/engine/work.js';
import { atEndpoint, type TestOptions, targets, tlsCertificate, trustingTests } from '../support/engine.js';
import { type CountingServer, startTls } from '../support/tcp-server.js';

const servers: CountingServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop();
});

async function work(names: readonly string[], text: string, options: TestOptions = {}) {
  const server = await startTls(await tlsCertificate(names));
  servers.push(server);
  const { run } = await atEndpoint(server.port, { trust: await trustingTests(), ...options });
  const [target] = targets(text.replace('PORT', String(server.port)));
  if (target === undefined) throw new Error(text);
  return { run, job: new Job(0, target, run.settings.clock()), neighbourhood: new Neighbourhood(), server };
}

describe('the work on one target', () => {
  it('is done at once where it is well', async () => {
    const { run, job, neighbourhood } = await work(['a.test'], 'a.test:PORT@127.0.0.1,[::ffff:127.0.0.1]');
    const report = await surveyJob(run, job, neighbourhood);
    expect(report).toMatchObject({ status: 'ok', endpoints: [{ address: '127.0.0.1', status: 'ok' }] });
  });

  it('waits for the others where it is not, and is explained then', async () => {
    const { run, job, neighbourhood } = await work(['other.test'], 'a.test:PORT@127.0.0.1');
    expect(await surveyJob(run, job, neighbourhood)).toBeNull();
    const report = await explainJob(run, job, neighbourhood);
    expect(report.status).toBe('critical');
    expect(report.diagnosis).not.toBeNull();
    expect(report.findings.map(({ code }) => code)).toContain('identifier-mismatch');
  });

  it('what may not be dialled is judged once, before anything is, and not dialled', async () => {
    const seen: string[] = [];
    const { run, job, neighbourhood, server } = await work(['a.test'], 'a.test:PORT@127.0.0.1,127.0.0.2', {
      admit: async (target, dials) => {
        seen.push(`${target.host} ${dials.map(({ address }) => address).join(' ')}`);
        return dials.map(({ address }) => (address === '127.0.0.2' ? 'not-allowed' : null));
      },
    });
    await surveyJob(run, job, neighbourhood);
    expect(seen).toEqual(['a.test 127.0.0.1 127.0.0.2']);
    const [allowed, barred] = job.endpoints.map((state) => state.observations());
    expect(allowed?.[0]).toMatchObject({ outcome: 'served' });
    expect(barred?.map(({ outcome, reason }) => `${outcome} ${reason}`)).toEqual(Array(3).fill('skipped not-allowed'));
    expect(server.connections).toBeGreaterThan(0);
  });

  it('a family without a route is skipped, with one warning', async () => {
    const warnings: string[] = [];
    const { run, job, neighbourhood } = await work(['a.test'], 'a.test:PORT@127.0.0.1,[2001:db8::1]', {
      resolver: { hostsFile: '', localAddresses: [] },
      onWarning: (message) => warnings.push(message),
    });
    await surveyJob(run, job, neighbourhood);
    const [, six] = job.endpoints;
    expect(six?.observations().map(({ outcome, reason, attempt }) => `${outcome} ${reason} ${attempt}`)).toEqual(
      Array(3).fill('skipped no-route-for-family 0'),
    );
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain('IPv6');
  });
});
