/** A stale machine among several that take turns: the fallback's other edition gives it away. */
import { connect } from 'node:net';
import { createSecureContext } from 'node:tls';
import { afterAll, describe, expect, it } from 'vitest';
import { checkAll, targets, testIssuer, tlsCertificate, trustingTests } from '../support/engine.js';
import { type CountingServer, startTcp, startTls } from '../support/tcp-server.js';

const servers: CountingServer[] = [];
afterAll(async () => {
  for (const server of servers.splice(0)) await server.stop();
});

const DAY = 86_400_000;

async function edition(age: number): Promise<{ readonly cert: string; readonly key: string }> {
  const notBefore = new Date(Date.now() - age * DAY);
  const notAfter = new Date(notBefore.getTime() + 90 * DAY);
  const issued = (await testIssuer()).issue({ dnsNames: ['a.test', 'b.test'], keyType: 'rsa', notBefore, notAfter });
  return { cert: issued.certificateListPem, key: issued.privateKeyPem };
}

async function running(server: Promise<CountingServer>): Promise<CountingServer> {
  servers.push(await server);
  return server;
}

/** TCP round robin in front of them. */
function inTurn(machines: readonly CountingServer[]): Promise<CountingServer> {
  return running(
    startTcp((socket, number) => {
      const inner = connect(machines[number % machines.length]?.port ?? 0, '127.0.0.1');
      inner.on('error', () => socket.destroy());
      inner.on('close', () => socket.destroy());
      socket.on('error', () => inner.destroy());
      socket.pipe(inner).pipe(socket);
    }),
  );
}

async function check(port: number, names: readonly string[]): Promise<readonly string[]> {
  const reports = await checkAll(targets(...names.map((name) => `${name}:${port}@127.0.0.1`)), {
    trust: await trustingTests(),
    ordered: true,
  });
  return reports.map(({ status, diagnosis, findings }) =>
    [status, diagnosis?.cause, ...findings.map(({ code }) => code)].filter(Boolean).join(' '),
  );
}

describe('one stale machine of several that take turns', () => {
  it.each([3, 4, 5])('is met, wherever the run begins: %i machines', async (count) => {
    const [fresh, stale] = [await edition(10), await edition(50)];
    const machines: CountingServer[] = [];
    for (let index = 0; index < count; index += 1) {
      machines.push(await running(startTls(index === 1 ? stale : fresh)));
    }
    const front = await inTurn(machines);
    for (let run = 0; run < count; run += 1) {
      const [told] = await check(front.port, ['a.test']);
      // Seen by no question at all, or told as what it is: never as an outdated fallback.
      expect(told).toMatch(/^ok$|rotating-certificates|unstable-answers/);
    }
  });

  it('is met, too, where it serves another name: the questions beside the target’s met different machines', async () => {
    const [right, wrong] = [await edition(10), await tlsCertificate(['other.test'])];
    const machines = [await running(startTls(right)), await running(startTls(right)), await running(startTls(wrong))];
    const front = await inTurn(machines);
    for (let run = 0; run < 6; run += 1) {
      expect((await check(front.port, ['a.test']))[0]).toMatch(/critical rotating-certificates/);
    }
  });

  it('costs the names of one machine six questions, once', async () => {
    const [fresh, stale] = [await edition(10), await edition(50)];
    const own = createSecureContext(fresh);
    const server = await running(
      startTls({ ...stale, SNICallback: (name, done) => done(null, name.endsWith('.test') ? own : undefined) }),
    );
    expect(await check(server.port, ['a.test', 'b.test'])).toEqual(
      Array.from({ length: 2 }, () => 'warning fallback-outdated'),
    );
    expect(server.connections).toBeLessThanOrEqual(2 + 3 * 2 + 6 + 4);
  });
});
