import { afterEach, describe, expect, it } from 'vitest';
import { askTrust } from '../../src/engine/ask-trust.js';
import { putQuestion } from '../../src/engine/asker.js';
import { atEndpoint, type TestOptions, tlsCertificate, trustingTests } from '../support/engine.js';
import { type CountingServer, startTls } from '../support/tcp-server.js';

const servers: CountingServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop();
});

async function ask(server: CountingServer, options: TestOptions = {}) {
  servers.push(server);
  const at = await atEndpoint(server.port, { trust: await trustingTests(), ...options });
  const { run, job, state } = at;
  const control = await putQuestion(run, job, state, 'target-name', state.controlHello('a.test'));
  await askTrust(run, job, state, control.observation.certificates, true);
  return { ...at, served: control.observation.certificates };
}

describe('trust', () => {
  it('is asked once where the same list is served', async () => {
    const server = await startTls(await tlsCertificate(['a.test']));
    const { state, job, served } = await ask(server);
    expect(state.trust).toMatchObject({ trusted: true, reason: null });
    expect(state.trustCertificates).toEqual(served);
    expect([job.questions, server.connections]).toEqual([2, 2]);
  });

  it('is asked twice where another list is served, which is then the evidence', async () => {
    const other = await startTls(await tlsCertificate(['a.test']));
    servers.push(other);
    const { connect } = await import('node:net');
    const { startTcp } = await import('../support/tcp-server.js');
    const first = await startTls(await tlsCertificate(['a.test']));
    servers.push(first);
    const front = await startTcp((socket, number) => {
      const inner = connect(number === 1 ? first.port : other.port, '127.0.0.1');
      inner.on('error', () => socket.destroy());
      inner.on('close', () => socket.destroy());
      socket.on('error', () => inner.destroy());
      socket.pipe(inner).pipe(socket);
    });
    const { state, served } = await ask(front);
    expect(state.trust.trusted).toBe(true);
    expect(state.trustCertificates).not.toBeNull();
    expect(state.trustCertificates?.[0]).not.toBe(served[0]);
    expect(front.connections).toBe(3);
  });

  it('keeps the other list as evidence where the second try meets the first machine again', async () => {
    const { connect } = await import('node:net');
    const { startTcp } = await import('../support/tcp-server.js');
    const both = await Promise.all([1, 2].map(async () => startTls(await tlsCertificate(['a.test']))));
    servers.push(...both);
    const front = await startTcp((socket, number) => {
      const inner = connect(both[number % 2]?.port ?? 0, '127.0.0.1');
      inner.on('error', () => socket.destroy());
      inner.on('close', () => socket.destroy());
      socket.on('error', () => inner.destroy());
      socket.pipe(inner).pipe(socket);
    });
    const { state, served } = await ask(front);
    expect(front.connections).toBe(3);
    expect(state.trust.trusted).toBe(true);
    expect(state.trustCertificates?.[0]).toMatch(/^[0-9a-f]{64}$/);
    expect(state.trustCertificates?.[0]).not.toBe(served[0]);
  });

  it('is open where the handshake does not finish, and says why', async () => {
    const server = await startTls(await tlsCertificate(['a.test']), (number) => number > 1);
    const { state } = await ask(server);
    expect(state.trust).toMatchObject({ trusted: null, reason: 'reset' });
    expect(state.trustCertificates).toBeNull();
  });

  it('is not asked without anchors', async () => {
    const server = await startTls(await tlsCertificate(['a.test']));
    const { state } = await ask(server, { trust: { mode: 'none', ca: [], caSource: null } });
    expect(state.trust).toEqual({ trusted: null, reason: 'not-asked', anchors: null });
    expect(server.connections).toBe(1);
  });
});
