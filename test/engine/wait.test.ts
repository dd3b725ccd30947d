import { createServer } from 'node:tls';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type WaitOptions, type WaitProgress, waitUntilConverged } from '../../src/engine/wait.js';
import { PLAIN_EXPECTATION } from '../../src/model/expectation.js';
import type { TargetReport } from '../../src/model/report.js';
import type { BadLine, Target } from '../../src/model/target.js';
import { readCertificate } from '../../src/x509/read-certificate.js';
import { engineOptions, type TestOptions, targets, testIssuer } from '../support/engine.js';
import { type CountingServer, startTcp } from '../support/tcp-server.js';

async function edition(name = 'a.test') {
  const issued = (await testIssuer()).issue({ dnsNames: [name], keyType: 'rsa' });
  const certificate = readCertificate(issued.certificateDer);
  return { cert: issued.certificateListPem, key: issued.privateKeyPem, certificate };
}
type Edition = Awaited<ReturnType<typeof edition>>;

/** Serves whatever `now` says at the moment of the connection. */
async function serve(now: () => Edition): Promise<CountingServer> {
  const servers = new Map<Edition, ReturnType<typeof createServer>>();
  const server = await startTcp((socket) => {
    const one = now();
    const secure = servers.get(one) ?? createServer({ cert: one.cert, key: one.key });
    servers.set(one, secure);
    if (secure.listenerCount('tlsClientError') === 0) secure.on('tlsClientError', () => undefined);
    secure.emit('connection', socket);
  });
  onTestFinished(() => server.stop());
  return server;
}

function expecting(port: number, editions: readonly Edition[], host = 'a.test'): readonly Target[] {
  const certificates = editions.map(({ certificate }) => ({
    digest: { algorithm: 'sha256', hex: certificate.sha256 } as const,
    der: certificate.der,
    source: 'test',
  }));
  return targets(`${host}:${port}@127.0.0.1`).map((target) => ({
    ...target,
    expectation: { ...PLAIN_EXPECTATION, certificates },
  }));
}

const QUICK = { firstPauseMs: 1, longestPauseMs: 5, forMs: 600_000 };

async function wait(list: readonly (Target | BadLine)[], options: Partial<WaitOptions>, check: TestOptions = {}) {
  const rounds: WaitProgress[] = [];
  const reports: TargetReport[] = [];
  const settings: WaitOptions = {
    ...QUICK,
    ...options,
    onRound: (progress) => {
      rounds.push(progress);
      options.onRound?.(progress);
    },
  };
  const engine = engineOptions({ keyTypes: false, unknownSibling: false, ...check });
  for await (const report of waitUntilConverged(list, engine, settings)) reports.push(report);
  return { rounds, reports };
}

describe('waiting for a rollout', () => {
  it('goes on until the certificate is there and has been seen so many times', async () => {
    const [before, after] = [await edition(), await edition()];
    let served = before;
    const { port } = await serve(() => served);
    const { rounds, reports } = await wait(expecting(port, [after]), {
      stable: 2,
      onRound: ({ round }) => {
        if (round === 2) served = after;
      },
    });
    expect(rounds.map(({ converged, missing }) => [converged, missing[0]?.status ?? null])).toEqual([
      [0, 'critical'],
      [0, 'critical'],
      [0, 'ok'],
      [1, null],
    ]);
    expect(reports.map(({ status, endpoints }) => [status, endpoints[0]?.served])).toEqual([
      ['ok', after.certificate.sha256],
    ]);
    expect(rounds.at(-1)?.pauseMs).toBeNull();
  });

  it('asks again only what has not arrived, and reports in the order of the list', async () => {
    const [before, after] = [await edition(), await edition()];
    let served = before;
    const late = await serve(() => served);
    const done = await serve(() => after);
    let asked = 0;
    const { reports, rounds } = await wait([...expecting(late.port, [after]), ...expecting(done.port, [after])], {
      stable: 1,
      onRound: ({ round, missing }) => {
        if (round === 1) {
          asked = done.connections;
          expect(missing.map(({ target }) => target.port)).toEqual([late.port]);
          served = after;
        }
      },
    });
    expect(rounds.map(({ converged, total }) => [converged, total])).toEqual([
      [1, 2],
      [2, 2],
    ]);
    expect(asked).toBeGreaterThan(0);
    expect(done.connections).toBe(asked);
    expect(reports.map(({ target }) => target.port)).toEqual([late.port, done.port]);
  });

  it('does not take two right answers that differ for a settled one', async () => {
    const [one, other] = [await edition(), await edition()];
    let served = one;
    let passed = 0;
    const { port } = await serve(() => served);
    const { rounds } = await wait(
      expecting(port, [one, other]),
      {
        stable: 2,
        forMs: 1_000_000,
        onRound: ({ round }) => {
          served = round % 2 === 0 ? one : other;
          if (round === 4) passed = 2_000_000;
        },
      },
      { clock: () => performance.timeOrigin + performance.now() + passed },
    );
    expect(rounds.map(({ converged }) => converged)).toEqual([0, 0, 0, 0, 0]);
    expect(rounds.every(({ missing }) => missing[0]?.status === 'ok')).toBe(true);
  });

  it('ends when the time is over, and tells the last state', async () => {
    const [before, after] = [await edition(), await edition()];
    const { port } = await serve(() => before);
    const { rounds, reports } = await wait(expecting(port, [after]), { forMs: 1 });
    expect(rounds.length).toBeLessThanOrEqual(2);
    expect(reports.map(({ status }) => status)).toEqual(['critical']);
  });

  it('pauses ever longer while nothing moves, and shortly once something does', async () => {
    const [before, after] = [await edition(), await edition()];
    let served = before;
    const { port } = await serve(() => served);
    const { rounds } = await wait(expecting(port, [after]), {
      stable: 2,
      firstPauseMs: 2,
      longestPauseMs: 4,
      onRound: ({ round }) => {
        if (round === 4) served = after;
      },
    });
    expect(rounds.map(({ pauseMs }) => pauseMs)).toEqual([2, 3, 4, 4, 4, null]);
  });

  it('an abort ends it between rounds, with what is known', async () => {
    const [before, after] = [await edition(), await edition()];
    const { port } = await serve(() => before);
    const controller = new AbortController();
    const { rounds, reports } = await wait(
      expecting(port, [after]),
      { firstPauseMs: 500_000, onRound: () => controller.abort() },
      { signal: controller.signal },
    );
    expect([rounds.length, reports.map(({ status }) => status)]).toEqual([1, ['critical']]);
  });

  it('an abort within a round leaves the state of the round before', async () => {
    const [before, after] = [await edition(), await edition()];
    const controller = new AbortController();
    let cut = false;
    const { port } = await serve(() => {
      if (cut) controller.abort();
      return before;
    });
    const { reports } = await wait(
      expecting(port, [after]),
      {
        onRound: () => {
          cut = true;
        },
      },
      { signal: controller.signal },
    );
    expect(reports.map(({ status, endpoints }) => [status, endpoints[0]?.served])).toEqual([
      ['critical', before.certificate.sha256],
    ]);
  });

  it('a line that is no target is told once, and not waited for', async () => {
    const after = await edition();
    const { port } = await serve(() => after);
    const bad: BadLine = { source: 'hosts.txt:1', text: 'a b', reason: 'a blank in it' };
    const { reports, rounds } = await wait([bad, ...expecting(port, [after])], { stable: 2 });
    expect(rounds).toHaveLength(2);
    expect(reports.map(({ status, target }) => [status, target.host])).toEqual([
      ['unknown', 'a b'],
      ['ok', 'a.test'],
    ]);
  });

  it('what a review makes of a report decides', async () => {
    const after = await edition();
    const { port } = await serve(() => after);
    let reviewed = 0;
    const review = (report: TargetReport): TargetReport => {
      reviewed += 1;
      return reviewed === 1 ? { ...report, status: 'critical' } : report;
    };
    const { rounds } = await wait(expecting(port, [after]), { stable: 1, review });
    expect(rounds.map(({ converged }) => converged)).toEqual([0, 1]);
  });

  it('mx: and srv: name other hosts each time: they are refused', async () => {
    await expect(wait(targets('mx:a.test'), {})).rejects.toThrow('mx:a.test cannot be waited for');
  });
});
