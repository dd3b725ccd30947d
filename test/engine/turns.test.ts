/** Machines that take turns behind one address: seen for what they are, however many names share the run. */
import { connect } from 'node:net';
import { createSecureContext, type SecureContext } from 'node:tls';
import { afterAll, describe, expect, it } from 'vitest';

import { seesCycles } from '../../src/engine/turns.js';
import { checkAll, targets, tlsCertificate, trustingTests } from '../support/engine.js';
import { type CountingServer, startTcp, startTls } from '../support/tcp-server.js';

const servers: CountingServer[] = [];
afterAll(async () => {
  for (const server of servers.splice(0)) await server.stop();
});

const NAMES = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];

const identities = new Map<string, ReturnType<typeof tlsCertificate>>();

/** One certificate a name, on whichever machine. */
function identity(name: string): ReturnType<typeof tlsCertificate> {
  const known = identities.get(name) ?? tlsCertificate([`${name}.test`]);
  identities.set(name, known);
  return known;
}

/** A machine that selects by name, with a fallback for the names that it lacks. */
async function machine(names: readonly string[]): Promise<CountingServer> {
  const contexts = new Map<string, SecureContext>();
  for (const name of names) contexts.set(`${name}.test`, createSecureContext(await identity(name)));
  const server = await startTls({
    ...(await identity('fallback')),
    SNICallback: (name, done) => done(null, contexts.get(name)),
  });
  servers.push(server);
  return server;
}

/** TCP round robin in front of them. */
async function inTurn(machines: readonly CountingServer[]): Promise<CountingServer> {
  const front = await startTcp((socket, number) => {
    const inner = connect(machines[number % machines.length]?.port ?? 0, '127.0.0.1');
    inner.on('error', () => socket.destroy());
    inner.on('close', () => socket.destroy());
    socket.on('error', () => inner.destroy());
    socket.pipe(inner).pipe(socket);
  });
  servers.push(front);
  return front;
}

async function verdicts(port: number, names: readonly string[]): Promise<readonly string[]> {
  const reports = await checkAll(targets(...names.map((name) => `${name}.test:${port}@127.0.0.1`)), {
    trust: await trustingTests(),
    ordered: true,
  });
  return reports.map(({ target, status, diagnosis }) => `${target.host} ${diagnosis?.cause ?? status}`);
}

describe('two machines that take turns', () => {
  it.each([1, 2, 3, 4, 5, 8])('one lacks a name: told so, with %i names in the run', async (count) => {
    const names = NAMES.slice(0, count);
    const lacking = names.at(-1) ?? '';
    const front = await inTurn([await machine(names), await machine(names.filter((name) => name !== lacking))]);
    const wanted = names.map((name) => `${name}.test ${name === lacking ? 'rotating-certificates' : 'ok'}`);
    // Three runs begin at different places of the cycle.
    for (let run = 0; run < 3; run += 1) expect(await verdicts(front.port, names)).toEqual(wanted);
  });
});

describe('three machines that take turns', () => {
  it.each([1, 2, 5])('one lacks a name: where it is seen it is told so, with %i names in the run', async (count) => {
    const names = NAMES.slice(0, count);
    const lacking = names.at(-1) ?? '';
    const without = names.filter((name) => name !== lacking);
    const front = await inTurn([await machine(names), await machine(without), await machine(names)]);
    for (let run = 0; run < 4; run += 1) {
      const [last, ...others] = (await verdicts(front.port, names)).toReversed();
      expect(others.every((line) => line.endsWith(' ok'))).toBe(true);
      expect([`${lacking}.test ok`, `${lacking}.test rotating-certificates`]).toContain(last);
    }
  });
});

describe('turns', () => {
  it('of one residue would all meet the same machine', () => {
    expect(seesCycles([1, 4], [2])).toBe(true);
    expect(seesCycles([1, 4], [2, 3])).toBe(false);
    expect(seesCycles([1, 5], [2])).toBe(false);
    expect(seesCycles([1, 5, 6], [2, 3])).toBe(true);
    expect(seesCycles([7], [2])).toBe(false);
    expect(seesCycles([], [2])).toBe(false);
  });
});

describe('two machines that take turns, one of which is dead', () => {
  it('is told so, and not as a limit on connections', async () => {
    const alive = await machine(['a']);
    const dead = await startTcp((socket) => socket.once('data', () => socket.end()));
    servers.push(dead);
    const front = await inTurn([alive, dead]);
    for (let run = 0; run < 4; run += 1) {
      const [told] = await verdicts(front.port, ['a']);
      expect(told).toBe('a.test rotating-certificates');
    }
  });
});
