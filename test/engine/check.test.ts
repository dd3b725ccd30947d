import { createServer as createTlsServer } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { check } from '../../src/engine/check.js';
import type { TargetReport } from '../../src/model/report.js';
import type { Target } from '../../src/model/target.js';
import { leadingCode } from '../../src/report/codes.js';
import { reportSchema } from '../../src/report/schema.js';
import {
  answersOf,
  checkAll,
  checkOne,
  engineOptions,
  targets,
  testIssuer,
  tlsCertificate,
} from '../support/engine.js';
import { closedPort, startTcp, startTls } from '../support/tcp-server.js';

const trusting = async (): Promise<{ mode: 'bundled'; ca: readonly Uint8Array[]; caSource: string }> => ({
  mode: 'bundled',
  ca: [(await testIssuer()).certificateDer],
  caSource: 'test.pem',
});

describe('a healthy endpoint', () => {
  it('with an RSA certificate costs four connections', async () => {
    const server = await startTls(await tlsCertificate(['a.test']));
    const report = await checkOne(`a.test:${server.port}@127.0.0.1`, { trust: await trusting() });
    expect(answersOf(report)).toEqual(['target-name 1 served', 'no-name 1 served', 'unknown-name 1 served']);
    expect(report).toMatchObject({ status: 'ok', questions: 4, diagnosis: null, resolution: { source: 'given' } });
    expect(report.endpoints[0]?.trust).toMatchObject({ trusted: true, reason: null });
    expect(report.endpoints[0]?.trust.anchors).toMatch(/^bundled \d+ \+ --ca test.pem$/);
    expect(server.connections).toBe(4);
    await server.stop();
  });

  it('with an ECDSA certificate costs five, and without trust the control is put again', async () => {
    const server = await startTls(await tlsCertificate(['a.test'], 'ecdsa'));
    const trusted = await checkOne(`a.test:${server.port}@127.0.0.1`, { trust: await trusting() });
    expect(trusted.questions).toBe(5);
    const untold = await checkOne(`a.test:${server.port}@127.0.0.1`);
    expect(answersOf(untold)).toContain('target-name 2 served');
    expect(untold.endpoints[0]?.trust).toEqual({ trusted: null, reason: 'not-asked', anchors: null });
    expect(server.connections).toBe(10);
    await server.stop();
  });

  it('shares the answers that belong to it: further names cost two connections each, or three to see a machine of two', async () => {
    const names = Array.from({ length: 20 }, (_, index) => `n${index}.test`);
    const server = await startTls(await tlsCertificate(names));
    const texts = names.map((name) => `${name}:${server.port}@127.0.0.1`);
    const reports = await checkAll(targets(...texts), { trust: await trusting() });
    expect(reports).toHaveLength(20);
    expect(server.connections).toBeGreaterThanOrEqual(2 + 2 * 20);
    expect(server.connections).toBeLessThanOrEqual(2 + 3 * 20);
    expect(reports.reduce((sum, { questions }) => sum + questions, 0)).toBe(server.connections);
    const shared = reports.flatMap(({ endpoints }) => endpoints[0]?.observations ?? []).filter((each) => each.shared);
    expect(shared).toHaveLength(2 * 19);
    for (const report of reports) expect(() => reportSchema.parse(report)).not.toThrow();
    await server.stop();
  });

  it('an address is asked without a name, and that is listed as no-name too', async () => {
    const issued = (await testIssuer()).issue({ ipAddresses: ['127.0.0.1'], keyType: 'rsa' });
    const server = await startTls({ cert: issued.certificateListPem, key: issued.privateKeyPem });
    const report = await checkOne(`127.0.0.1:${server.port}`, { trust: await trusting() });
    const [control, noName] = report.endpoints[0]?.observations ?? [];
    expect(control).toMatchObject({ probe: 'target-name', serverName: null });
    expect(noName).toEqual({ ...control, probe: 'no-name' });
    // The control, the unknown name, trust; and the control once more: two connections apart two machines would look alike.
    expect(server.connections).toBe(4);
    await server.stop();
  });
});

describe('endpoints that do not answer', () => {
  it('refused: every survey question is listed, nothing but the control is tried', async () => {
    const report = await checkOne(`a.test:${await closedPort()}@127.0.0.1`);
    expect(answersOf(report).slice(0, 3)).toEqual([
      'target-name 1 unreachable refused',
      'no-name 0 unreachable refused',
      'unknown-name 0 unreachable refused',
    ]);
    expect(report.status).toBe('unknown');
  });

  it('silent: nothing else is asked after a control without a byte', async () => {
    const server = await startTcp(() => undefined);
    const report = await checkOne(`a.test:${server.port}@127.0.0.1`, { timeoutMs: 150 });
    expect(answersOf(report)).toEqual([
      'target-name 1 interrupted timed-out',
      'no-name 0 interrupted timed-out',
      'unknown-name 0 interrupted timed-out',
    ]);
    expect(server.connections).toBe(1);
    expect(report.endpoints[0]?.observations[0]?.detail).toMatchObject({ bytesReceived: 0 });
    await server.stop();
  });

  it('plaintext: the protocol is named', async () => {
    const server = await startTcp((socket) => socket.write('SSH-2.0-OpenSSH_9.2\r\n'));
    const report = await checkOne(`a.test:${server.port}@127.0.0.1`);
    expect(answersOf(report)[0]).toBe('target-name 1 not-tls ssh');
    expect(report.diagnosis?.cause).toBe('not-tls');
    await server.stop();
  });

  it('half a handshake: what came before the end is kept, closed and reset are told apart', async () => {
    const ends = { closed: 'end', reset: 'resetAndDestroy' } as const;
    for (const [reason, end] of Object.entries(ends)) {
      const server = await startTcp((socket) => socket.once('data', () => socket[end]()));
      const report = await checkOne(`a.test:${server.port}@127.0.0.1`);
      expect(answersOf(report)[0]).toBe(`target-name 1 interrupted ${reason}`);
      await server.stop();
    }
  });

  it('a drip of bytes does not outlive the one deadline', async () => {
    const server = await startTcp((socket) => {
      const drip = setInterval(() => socket.write(Buffer.from([0x16])), 20);
      socket.on('close', () => clearInterval(drip));
    });
    const report = await checkOne(`a.test:${server.port}@127.0.0.1`, { timeoutMs: 200 });
    const [control] = report.endpoints[0]?.observations ?? [];
    expect(['interrupted', 'malformed', 'not-tls']).toContain(control?.outcome);
    await server.stop();
  });

  it('a name without addresses has a reason instead', async () => {
    const report = await checkOne('nowhere.invalid', { dns: `127.0.0.1:${await closedPort()}` });
    expect(report).toMatchObject({ status: 'unknown', endpoints: [], diagnosis: null });
    expect(report.resolution.reason).toBe('resolver-failure');
  });
});

describe('a limiter', () => {
  it.each([1, 2, 3, 4])('that resets after %i connections is no cause', async (allowed) => {
    const server = await startTls(await tlsCertificate(['a.test'], 'ecdsa'), (number) => number > allowed);
    const report = await checkOne(`a.test:${server.port}@127.0.0.1`, { trust: await trusting() });
    expect(report.status).toBe('unknown');
    expect(report.diagnosis).toBeNull();
    expect(answersOf(report)[0]).toBe('target-name 1 served');
    expect(answersOf(report).slice(allowed)).toContain('target-name 2 interrupted limited');
    expect(server.connections).toBeLessThanOrEqual(8);
    await server.stop();
  });

  it('nothing more is asked there for other names', async () => {
    const names = Array.from({ length: 300 }, (_, index) => `n${index}.test`);
    const server = await startTls(await tlsCertificate(names), (number) => number > 6);
    const texts = names.map((name) => `${name}:${server.port}@127.0.0.1`);
    const reports = await checkAll(targets(...texts));
    expect(reports.filter(({ status }) => status === 'critical')).toEqual([]);
    expect(server.connections).toBeLessThan(40);
    expect(reports.flatMap((report) => answersOf(report))).toContain('target-name 0 skipped stopped-answering');
    await server.stop();
  });
});

describe('what a run promises', () => {
  it('a bad line is reported and the rest goes on', async () => {
    const bad = { source: 'list.txt:2', text: 'a b', reason: 'it contains a blank' };
    const reports = await checkAll([bad, ...targets(`a.test:${await closedPort()}@127.0.0.1`)], { ordered: true });
    expect(reports.map(({ target }) => target.host)).toEqual(['a b', 'a.test']);
    expect(reports[0]).toMatchObject({ status: 'unknown', resolution: { reason: 'bad-target' } });
    expect(reports[0]?.findings[0]?.message).toBe('list.txt:2: it contains a blank');
    expect(() => reportSchema.parse(reports[0])).not.toThrow();
  });

  it('the order of the input can be kept', async () => {
    const slow = await startTcp(() => undefined);
    const fast = await startTls(await tlsCertificate(['fast.test']));
    const list = targets(`slow.test:${slow.port}@127.0.0.1`, `fast.test:${fast.port}@127.0.0.1`);
    const hosts = (reports: readonly TargetReport[]): readonly string[] => reports.map(({ target }) => target.host);
    expect(hosts(await checkAll(list, { timeoutMs: 300, ordered: true }))).toEqual(['slow.test', 'fast.test']);
    expect(hosts(await checkAll(list, { timeoutMs: 300 }))).toEqual(['fast.test', 'slow.test']);
    await slow.stop();
    await fast.stop();
  });

  it('aborting reports what is known and then throws the reason', async () => {
    const silent = await startTcp(() => undefined);
    const good = await startTls(await tlsCertificate(['good.test']));
    const stop = new AbortController();
    const seen: TargetReport[] = [];
    const endless = async function* (): AsyncGenerator<Target> {
      yield* targets(`silent.test:${silent.port}@127.0.0.1`, `good.test:${good.port}@127.0.0.1`);
      await new Promise(() => undefined);
    };
    const run = async (): Promise<void> => {
      for await (const report of check(endless(), engineOptions({ signal: stop.signal }))) {
        seen.push(report);
        stop.abort();
      }
    };
    await expect(run()).rejects.toMatchObject({ name: 'AbortError' });
    expect(seen.map(({ target }) => target.host)).toEqual(['good.test', 'silent.test']);
    expect(seen[1]).toMatchObject({ status: 'unknown', endpoints: [{ status: 'unknown' }] });
    await silent.stop();
    await good.stop();
  });

  it('what was cut off before trust was asked is not known to be well', async () => {
    const stop = new AbortController();
    const secure = createTlsServer(await tlsCertificate(['a.test']), (socket) => socket.on('error', () => undefined));
    secure.on('tlsClientError', () => undefined);
    // Control, no name, unknown name; then trust is asked, and gets no answer any more.
    const server = await startTcp((socket, number) => {
      if (number <= 3) secure.emit('connection', socket);
      else stop.abort();
    });
    const seen: TargetReport[] = [];
    const options = engineOptions({ signal: stop.signal, trust: await trusting() });
    const run = async (): Promise<void> => {
      for await (const report of check(targets(`a.test:${server.port}@127.0.0.1`), options)) seen.push(report);
    };
    await expect(run()).rejects.toMatchObject({ name: 'AbortError' });
    expect(seen.map(({ status }) => status)).toEqual(['unknown']);
    expect(seen[0]?.endpoints[0]).toMatchObject({ status: 'unknown', trust: { trusted: null, reason: 'aborted' } });
    expect(seen.map((report) => leadingCode(report))).toEqual(['aborted']);
    await server.stop();
  });

  it('whoever stops reading ends the run', async () => {
    const server = await startTls(await tlsCertificate(['a.test']));
    let given = 0;
    const list = function* (): Generator<Target> {
      for (;;) {
        given += 1;
        yield* targets(`a.test:${server.port}@127.0.0.1`);
      }
    };
    for await (const report of check(list(), engineOptions({ concurrency: 2 }))) {
      expect(report.status).toBe('ok');
      break;
    }
    const asked = given;
    await server.stop();
    expect(given).toBe(asked);
  });

  it('a long list is read as it is worked off', async () => {
    const port = await closedPort();
    let given = 0;
    let reported = 0;
    let farthest = 0;
    const list = function* (): Generator<Target> {
      for (; given < 400; given += 1) yield* targets(`n${given}.test:${port}@127.0.${given % 200}.1`);
    };
    for await (const _ of check(list(), engineOptions({ concurrency: 10, window: 100 }))) {
      reported += 1;
      farthest = Math.max(farthest, given - reported);
    }
    expect(reported).toBe(400);
    expect(farthest).toBeLessThan(300);
  });

  it('a failure of the input is the reader’s', async () => {
    const list = function* (): Generator<Target> {
      yield* targets('a.test@192.0.2.1');
      throw new Error('disk on fire');
    };
    await expect(checkAll(list(), { resolver: { localAddresses: [] } })).rejects.toThrow('disk on fire');
  });
});
