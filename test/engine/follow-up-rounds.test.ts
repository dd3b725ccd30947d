import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { askFollowUps } from '../../src/engine/follow-up-rounds.js';
import { Neighbourhood } from '../../src/engine/neighbourhood.js';
import { surveyEndpoint } from '../../src/engine/survey.js';
import type { TranscriptEntry } from '../../src/engine/transcript.js';
import { atEndpoint, checkAll, type TestOptions, targets, tlsCertificate, trustingTests } from '../support/engine.js';
import { type CountingServer, startTcp, startTls } from '../support/tcp-server.js';

const servers: CountingServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop();
});

async function follow(names: readonly string[], options: TestOptions = {}, refuse?: (number: number) => boolean) {
  const server = await startTls(await tlsCertificate(names), refuse);
  servers.push(server);
  const entries: TranscriptEntry[] = [];
  const at = await atEndpoint(server.port, {
    trust: await trustingTests(),
    onTranscript: (entry) => entries.push(entry),
    ...options,
  });
  await surveyEndpoint(at.run, at.job, at.state);
  const surveyed = server.connections;
  const judged = await askFollowUps(at.run, at.job, new Neighbourhood());
  return { ...at, entries, judged, asked: server.connections - surveyed };
}

describe('follow-ups', () => {
  it('a healthy endpoint gets none', async () => {
    expect(await follow(['a.test'])).toMatchObject({ asked: 0, judged: { verdict: { status: 'ok' } } });
  });

  it('a sick one gets some, bounded, each with its reason', async () => {
    const { asked, entries, judged, job } = await follow(['other.test']);
    expect(judged.verdict.status).toBe('critical');
    expect(asked).toBeLessThanOrEqual(48);
    const why = entries.filter(({ event }) => event === 'follow-up');
    expect(why).toHaveLength(asked);
    expect(why.every(({ detail, probe }) => detail !== '' && probe !== null)).toBe(true);
    expect(job.questions).toBe(4 + asked);
  });

  it('what they ask beside the target’s own name is asked once for all targets there', async () => {
    const server = await startTls(await tlsCertificate(['other.test', 'more.test']));
    servers.push(server);
    const names = Array.from({ length: 6 }, (_, index) => `n${index}.bad.test:${server.port}@127.0.0.1`);
    const reports = await checkAll(targets(...names, `lonely.else.test:${server.port}@127.0.0.1`));
    const put = (probe: string) =>
      reports.flatMap(({ endpoints }) =>
        endpoints.flatMap(({ observations }) => observations.filter((each) => each.probe === probe)),
      );
    const random = put('unknown-sibling');
    expect(random).toHaveLength(7);
    expect(random.filter(({ shared }) => !shared).map(({ serverName }) => serverName?.replace(/^[a-z]+/, ''))).toEqual(
      expect.arrayContaining(['.bad.test', '.else.test']),
    );
    expect(random.filter(({ shared }) => !shared)).toHaveLength(2);
    expect(put('certificate-name').filter(({ shared }) => !shared)).toHaveLength(2);
    expect(put('certificate-name')).toHaveLength(14);
    expect(reports.reduce((sum, { questions }) => sum + questions, 0)).toBe(server.connections);
    const [first, ...others] = reports.map(({ diagnosis }) => [
      diagnosis?.cause,
      diagnosis?.certainty,
      diagnosis?.alternatives.map(({ cause }) => cause),
    ]);
    for (const other of others) expect(other).toEqual(first);
  });

  it('repeats of such a question are shared too: the samples that two answers call for are taken once', async () => {
    // The name of the list is always answered; without a name every second connection is lost.
    let lost = 0;
    const server = await startTcp((socket) => {
      socket.on('error', () => socket.destroy());
      socket.once('data', (bytes) => {
        const hasName = bytes.includes('.test') || bytes.includes('.invalid');
        lost += hasName ? 0 : 1;
        if (!hasName && lost % 2 === 1) return void socket.resetAndDestroy();
        const through = connect(inner.port, '127.0.0.1');
        through.on('error', () => socket.destroy());
        through.on('close', () => socket.destroy());
        through.write(bytes);
        socket.pipe(through).pipe(socket);
      });
    });
    const inner = await startTls(await tlsCertificate(['*.a.test']));
    servers.push(server, inner);
    const names = Array.from({ length: 8 }, (_, index) => `n${index}.a.test:${server.port}@127.0.0.1`);
    const reports = await checkAll(targets(...names));
    for (const { findings } of reports) expect(findings.map(({ code }) => code)).toEqual(['unstable-answers']);
    const without = reports.map(({ endpoints }) =>
      (endpoints[0]?.observations ?? []).filter(({ probe }) => probe === 'no-name'),
    );
    for (const each of without) expect(each.length).toBeGreaterThanOrEqual(6);
    expect(lost).toBeLessThanOrEqual(12);
  });

  it('an endpoint that stopped answering gets none', async () => {
    const { judged, state } = await follow(['other.test'], {}, (number) => number > 3);
    expect(state.memory.limitedSince).not.toBeNull();
    expect(judged.verdict.diagnosis).toBeNull();
  });

  it('a run that ended asks no more', async () => {
    const { run, job, state } = await follow(['other.test']);
    const before = state.observations().length;
    run.cancellation.abort();
    await askFollowUps(run, job, new Neighbourhood());
    expect(state.observations()).toHaveLength(before);
  });
});
