import { describe, expect, it } from 'vitest';
import { putQuestion } from '../../src/engine/asker.js';
import { firstControl, gatherEvidence, judgeJob, rounded } from '../../src/engine/evidence.js';
import { Neighbourhood } from '../../src/engine/neighbourhood.js';
import { atEndpoint, tlsCertificate } from '../support/engine.js';
import { closedPort, startTls } from '../support/tcp-server.js';

describe('evidence', () => {
  it('is plain data: times since the start, the neighbours’ certificates with it', async () => {
    const server = await startTls(await tlsCertificate(['a.test']));
    const first = await atEndpoint(server.port);
    await putQuestion(first.run, first.job, first.state, 'target-name', first.state.controlHello('a.test'));
    const second = await atEndpoint(server.port, {}, 'b.test');
    const neighbourhood = new Neighbourhood();
    neighbourhood.add(first.job, first.state, firstControl(first.state, 'target-name'));
    await server.stop();
    const evidence = gatherEvidence(second.job, neighbourhood, 1_000);
    expect(evidence.now).toEqual(new Date(1_000));
    expect(evidence.endpoints[0]?.neighbours).toMatchObject([{ host: 'a.test', satisfied: true }]);
    const served = evidence.endpoints[0]?.neighbours[0]?.observation.certificates[0] ?? '';
    expect(evidence.certificates.get(served)?.dnsNames).toEqual(['a.test']);
    const own = gatherEvidence(first.job, null, 1_000).endpoints[0];
    expect(own?.neighbours).toEqual([]);
    expect(own?.observations[0]?.at).toBeGreaterThanOrEqual(0);
    expect(own?.observations[0]?.at).toBeLessThan(60_000);
    expect(() => structuredClone(evidence)).not.toThrow();
  });

  it('comes to a verdict', async () => {
    const { run, job, state } = await atEndpoint(await closedPort());
    await putQuestion(run, job, state, 'target-name', state.controlHello('a.test'));
    expect(judgeJob(job, null, run.settings).verdict).toMatchObject({
      status: 'unknown',
      endpoints: [{ status: 'unknown' }],
    });
    const strict = { ...run.settings, unreachable: 'critical' as const };
    expect(judgeJob(job, null, strict).verdict.status).toBe('critical');
  });

  it('the first control that was served something comes before one that was not', async () => {
    const server = await startTls(await tlsCertificate(['a.test']), (number) => number === 1);
    const { run, job, state } = await atEndpoint(server.port);
    expect(firstControl(state, 'target-name')).toBeNull();
    const hello = state.controlHello('a.test');
    await putQuestion(run, job, state, 'target-name', hello);
    expect(firstControl(state, 'target-name')?.outcome).toBe('interrupted');
    await putQuestion(run, job, state, 'target-name', hello);
    expect(firstControl(state, 'target-name')?.outcome).toBe('served');
    await server.stop();
  });

  it('measures to the microsecond', () => expect(rounded(1.000_499_9)).toBe(1));
});
