import { describe, expect, it } from 'vitest';
import { putQuestion } from '../../src/engine/asker.js';
import { assembleReport, badLineReport } from '../../src/engine/assemble.js';
import { judgeJob } from '../../src/engine/evidence.js';
import { settle } from '../../src/engine/options.js';
import { reportSchema } from '../../src/report/schema.js';
import { atEndpoint, engineOptions, tlsCertificate } from '../support/engine.js';
import { startTls } from '../support/tcp-server.js';

describe('a report', () => {
  it('holds what section 6 of the design says, and only the certificates that it names', async () => {
    const server = await startTls(await tlsCertificate(['a.test']));
    const { run, job, state } = await atEndpoint(server.port, { vantage: 'here', clock: () => 1_780_000_000_000 });
    const { certificates } = await putQuestion(run, job, state, 'target-name', state.controlHello('a.test'));
    await server.stop();
    const [leaf] = certificates;
    if (leaf === undefined) throw new Error('nothing was served');
    job.certificates.set('unnamed', { ...leaf, sha256: 'unnamed' });
    const report = assembleReport(job, judgeJob(job, null, run.settings), 'target-name', run.settings);
    expect(() => reportSchema.parse(report)).not.toThrow();
    expect(report).toMatchObject({
      schemaVersion: 1,
      tool: 'whichcert/test',
      vantage: 'here',
      startedAt: '2026-05-28T20:26:40.000Z',
      durationMs: 0,
      questions: 1,
      target: { host: 'a.test', port: server.port, starttls: null, labels: {} },
      expectation: null,
      changes: [],
    });
    expect(report.endpoints[0]).toMatchObject({
      address: '127.0.0.1',
      dialled: `127.0.0.1:${server.port}`,
      served: leaf.sha256,
      http: null,
      row: null,
    });
    expect(Object.keys(report.certificates)).toEqual([leaf.sha256]);
  });

  it('repeats what was expected', async () => {
    const { run, job } = await atEndpoint(1);
    const expectation = {
      certificates: [
        { digest: { algorithm: 'sha1' as const, hex: 'ab' }, der: null, source: '--expect-fingerprint' },
        { digest: { algorithm: 'sha256' as const, hex: 'cd' }, der: null, source: 'a.pem' },
      ],
    };
    const expecting = Object.assign(Object.create(job), { target: { ...job.target, expectation } });
    const report = assembleReport(expecting, judgeJob(job, null, run.settings), 'target-name', run.settings);
    expect(report.expectation?.certificates).toEqual([
      { sha1: 'ab', sha256: null, source: '--expect-fingerprint' },
      { sha1: null, sha256: 'cd', source: 'a.pem' },
    ]);
  });

  it('of a bad line names its place and what is wrong', () => {
    const report = badLineReport(
      { source: 'list.txt:3', text: 'a b', reason: 'it contains a blank' },
      settle(engineOptions()),
    );
    expect(() => reportSchema.parse(report)).not.toThrow();
    expect(report).toMatchObject({
      status: 'unknown',
      target: { host: 'a b', source: 'list.txt:3' },
      resolution: { reason: 'bad-target' },
      findings: [{ code: 'bad-target', message: 'list.txt:3: it contains a blank' }],
    });
  });
});
