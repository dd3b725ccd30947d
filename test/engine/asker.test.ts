import { afterEach, describe, expect, it } from 'vitest';
import { connectWithin, putQuestion, shareQuestion, skippedObservation } from '../../src/engine/asker.js';
import { atEndpoint, tlsCertificate } from '../support/engine.js';
import { type CountingServer, closedPort, startTls } from '../support/tcp-server.js';

const servers: CountingServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop();
});

async function serve(refuse?: (number: number) => boolean): Promise<CountingServer> {
  const server = await startTls(await tlsCertificate(['a.test']), refuse);
  servers.push(server);
  return server;
}

describe('a question within the limits', () => {
  it('is recorded with its attempt and counted', async () => {
    const server = await serve();
    const { run, job, state } = await atEndpoint(server.port);
    const hello = state.controlHello('a.test');
    await putQuestion(run, job, state, 'target-name', hello);
    await putQuestion(run, job, state, 'target-name', hello);
    await putQuestion(run, job, state, 'no-name', state.controlHello(null));
    expect(state.observations().map(({ probe, attempt }) => `${probe} ${attempt}`)).toEqual([
      'target-name 1',
      'target-name 2',
      'no-name 1',
    ]);
    expect([job.questions, server.connections, job.certificates.size]).toEqual([3, 3, 1]);
  });

  it('is shared: the first asks, the others list the same answer', async () => {
    const server = await serve();
    const { run, job, state } = await atEndpoint(server.port);
    const hello = state.controlHello(null);
    const answers = await Promise.all([1, 2, 3].map(() => shareQuestion(run, job, state, 'no-name', hello)));
    expect(answers.map(({ observation }) => observation.shared)).toEqual([false, true, true]);
    expect([job.questions, server.connections]).toEqual([1, 1]);
  });

  it('is not put once the endpoint stopped answering, nor after the run’s end', async () => {
    const server = await serve((number) => number > 1);
    const { run, job, state } = await atEndpoint(server.port);
    const hello = state.controlHello('a.test');
    for (let count = 0; count < 5; count += 1) await putQuestion(run, job, state, 'target-name', hello);
    expect(server.connections).toBe(3);
    expect(state.observations().map(({ outcome, reason }) => `${outcome} ${reason}`)).toEqual([
      'served null',
      'interrupted limited',
      'interrupted limited',
      'skipped stopped-answering',
      'skipped stopped-answering',
    ]);
    const other = await atEndpoint(await closedPort());
    other.run.cancellation.abort();
    const { observation } = await putQuestion(other.run, other.job, other.state, 'target-name', hello);
    expect(observation).toMatchObject({ outcome: 'skipped', reason: 'aborted', attempt: 0 });
    expect(other.job.questions).toBe(0);
  });
});

describe('a machine without descriptors', () => {
  it('tries again, and says so once', async () => {
    const warnings: string[] = [];
    const { run, state } = await atEndpoint(1, { onWarning: (message) => warnings.push(message) });
    let tries = 0;
    const result = await connectWithin(
      run,
      state,
      () => {
        tries += 1;
        return Promise.resolve({ exhausted: tries < 3 });
      },
      () => ({ exhausted: false }),
    );
    expect([tries, result.exhausted, warnings.length]).toEqual([3, false, 1]);
  });
});

it('what was skipped is an observation like others', () => {
  expect(skippedObservation('no-name', null, 'aborted', 7)).toMatchObject({
    probe: 'no-name',
    attempt: 0,
    outcome: 'skipped',
    reason: 'aborted',
    at: 7,
    certificates: [],
  });
});
