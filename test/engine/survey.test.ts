import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { EndpointState } from '../../src/engine/job.js';
import { confirm, controlId, controlKeyType, isConfirmed, surveyEndpoint } from '../../src/engine/survey.js';
import { atEndpoint, type TestOptions, tlsCertificate } from '../support/engine.js';
import { type CountingServer, closedPort, startTcp, startTls } from '../support/tcp-server.js';

const servers: CountingServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop();
});

async function survey(server: CountingServer | number, options: TestOptions = {}, text = 'a.test') {
  if (typeof server !== 'number') servers.push(server);
  const at = await atEndpoint(typeof server === 'number' ? server : server.port, options, text);
  await surveyEndpoint(at.run, at.job, at.state);
  return at;
}
const listed = (state: EndpointState): readonly string[] =>
  state.observations().map(({ probe, attempt, outcome, reason }) => `${probe} ${attempt} ${outcome} ${reason}`);

describe('the survey of one endpoint', () => {
  it('asks for RSA where the control was served ECDSA, unless it must not', async () => {
    const server = await startTls(await tlsCertificate(['a.test'], 'ecdsa'));
    const { state, run, job } = await survey(server);
    expect(listed(state).at(-1)).toBe('rsa-only 1 refused handshake_failure');
    expect(controlKeyType(run, job, state)).toBe('ecdsa');
    expect(controlId(run, job, state)).toBe('target-name');
    const without = await survey(server, { keyTypes: false });
    expect(listed(without.state).some((line) => line.startsWith('rsa-only'))).toBe(false);
  });

  it('sees two machines that take turns, also where trust is not asked', async () => {
    const both = await Promise.all([1, 2].map(async () => startTls(await tlsCertificate(['a.test'], 'ecdsa'))));
    servers.push(...both);
    const front = await startTcp((socket, number) => {
      const inner = connect(both[number % 2]?.port ?? 0, '127.0.0.1');
      inner.on('error', () => socket.destroy());
      inner.on('close', () => socket.destroy());
      socket.on('error', () => inner.destroy());
      socket.pipe(inner).pipe(socket);
    });
    const { state } = await survey(front);
    const controls = state.observations().filter(({ probe }) => probe === 'target-name');
    expect(controls).toHaveLength(2);
    expect(controls[0]?.certificates).not.toEqual(controls[1]?.certificates);
  });

  it('asks only what it is told to; the control always', async () => {
    const server = await startTls(await tlsCertificate(['a.test']));
    const { state } = await survey(server, { surveyProbes: ['no-name'] });
    expect(listed(state).map((line) => line.split(' ')[0])).toEqual([
      'target-name',
      'no-name',
      'target-name',
      'target-name',
    ]);
  });

  it('puts a hello without a name again where it was not answered, and shares that too', async () => {
    const server = await startTls(await tlsCertificate(['a.test']), (number) => number === 2);
    const { run, job, state } = await survey(server);
    const withoutName = (one: EndpointState) => listed(one).filter((line) => line.startsWith('no-name'));
    expect(withoutName(state)).toEqual(['no-name 1 interrupted reset', 'no-name 2 served null']);
    const connections = server.connections;
    const other = new EndpointState(state.endpoint, state.memory, false, run.settings.hello);
    await surveyEndpoint(run, job, other);
    expect(withoutName(other)).toEqual(withoutName(state));
    expect(other.observations().filter(({ shared }) => shared)).toHaveLength(3);
    expect(server.connections - connections).toBe(other.observations().length - 3);
  });

  it('falls back to the current hello where a TLS 1.2 one is refused, and keeps the refusal as what it is', async () => {
    const server = await startTls({ ...(await tlsCertificate(['a.test'])), minVersion: 'TLSv1.3' });
    const { state } = await survey(server, { hello: 'tls12' });
    expect(listed(state).slice(0, 2)).toEqual(['tls12-only 1 refused protocol_version', 'target-name 1 served null']);
    expect(state.mode).toBe('current');
  });

  it('stays with TLS 1.2, and does not look at possession, where that is enough', async () => {
    const server = await startTls(await tlsCertificate(['a.test']));
    const { state } = await survey(server, { hello: 'tls12' });
    expect(state.observations()[0]).toMatchObject({ protocol: 'TLSv1.2', possessionReason: 'not-asked' });
    const proving = await survey(server, { hello: 'tls12', prove: true });
    expect(proving.state.observations()[0]).toMatchObject({ protocol: 'TLSv1.2', possession: 'proved' });
  });

  it('STARTTLS that is offered to the second caller is unstable', async () => {
    const server = await startTcp((socket, number) => {
      socket.write('220 mx\r\n');
      socket.once('data', () => socket.write(number === 1 ? '250 SIZE 1\r\n' : '250 STARTTLS\r\n'));
      if (number > 1) socket.on('data', (bytes) => void (/STARTTLS/.test(String(bytes)) && socket.end('220 go\r\n')));
    });
    const { state } = await survey(server, {}, 'smtp://a.test');
    expect(listed(state).slice(0, 2)).toEqual(['target-name 1 starttls unstable', 'target-name 2 interrupted closed']);
  });

  it('STARTTLS that is not offered is asked for twice, and nothing more', async () => {
    const server = await startTcp((socket) => {
      socket.write('220 mx\r\n');
      socket.once('data', () => socket.write('250 SIZE 1\r\n'));
    });
    const { state } = await survey(server, {}, 'smtp://a.test');
    expect(listed(state)).toEqual([
      'target-name 1 starttls not-offered',
      'target-name 2 starttls not-offered',
      'no-name 0 starttls not-offered',
      'unknown-name 0 starttls not-offered',
    ]);
    expect(server.connections).toBe(2);
  });
});

describe('the control once more', () => {
  it('is put where something is wrong, and again where it looks as if the peer stopped answering', async () => {
    const server = await startTls(await tlsCertificate(['a.test']), (number) => number > 4);
    const { run, job, state } = await survey(server);
    expect(isConfirmed(run, job, state)).toBe(true);
    await confirm(run, job, state);
    expect(listed(state).slice(-2)).toEqual(['target-name 3 interrupted limited', 'target-name 4 interrupted limited']);
  });

  it('is not worth a deadline where nothing answers', async () => {
    const { run, job, state } = await survey(await closedPort());
    expect(isConfirmed(run, job, state)).toBe(true);
    const reset = await startTcp((socket) => socket.once('data', () => socket.resetAndDestroy()));
    const sick = await survey(reset);
    expect(isConfirmed(sick.run, sick.job, sick.state)).toBe(false);
    await confirm(sick.run, sick.job, sick.state);
    expect(isConfirmed(sick.run, sick.job, sick.state)).toBe(true);
  });
});
