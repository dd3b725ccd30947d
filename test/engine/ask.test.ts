import { afterEach, describe, expect, it } from 'vitest';
import { type Answer, ask } from '../../src/engine/ask.js';
import { Cancellation } from '../../src/engine/cancellation.js';
import { CertificateCache } from '../../src/engine/certificate-cache.js';
import type { StartTlsProtocol } from '../../src/model/target.js';
import { controlHello } from '../../src/tls/control-hello.js';
import { makeKeyShares } from '../../src/tls/key-share.js';
import { tlsCertificate } from '../support/engine.js';
import { type CountingServer, closedPort, startTcp, startTls } from '../support/tcp-server.js';

const servers: CountingServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop();
});

interface Asked {
  readonly serverName?: string | null;
  readonly timeoutMs?: number;
  readonly starttls?: StartTlsProtocol;
  readonly cancellation?: Cancellation;
  readonly prove?: boolean;
  readonly random?: (size: number) => Uint8Array;
}

let now = 0;

function askAt(port: number, options: Asked = {}): Promise<Answer> {
  const { serverName = 'a.test', timeoutMs = 5_000, starttls = null, prove = true } = options;
  const endpoint = {
    address: '192.0.2.1',
    port: 443,
    dialAddress: '127.0.0.1',
    dialPort: port,
    starttls,
    starttlsHost: null,
  };
  return ask(
    { probe: 'target-name', endpoint, hello: controlHello(serverName, 'current'), attempt: 3, shared: false },
    {
      clock: () => (now += 1),
      random: options.random ?? ((size) => new Uint8Array(size).fill(7)),
      keyShares: makeKeyShares(),
      timeoutMs,
      prove,
      cancellation: options.cancellation ?? new Cancellation(),
      certificates: new CertificateCache(100),
      onTranscript: null,
    },
    { heard: () => undefined },
  );
}

async function serve(...[each]: Parameters<typeof startTcp>): Promise<number> {
  const server = await startTcp(each);
  servers.push(server);
  return server.port;
}

describe('one question', () => {
  it('is one connection, and its answer is complete', async () => {
    const server = await startTls(await tlsCertificate(['a.test']));
    servers.push(server);
    const answer = await askAt(server.port);
    expect(answer).toMatchObject({ heard: true, exhausted: false });
    expect(answer.observation).toMatchObject({
      probe: 'target-name',
      serverName: 'a.test',
      attempt: 3,
      shared: false,
      outcome: 'served',
      reason: null,
      stage: 'possession',
      protocol: 'TLSv1.3',
      possession: 'proved',
    });
    expect(answer.observation.certificates).toEqual(answer.certificates.map(({ sha256 }) => sha256));
    expect(answer.certificates[0]?.dnsNames).toEqual(['a.test']);
    expect(answer.observation.ms).toBeGreaterThan(0);
    expect(server.connections).toBe(1);
  });

  it('uses random bytes of its own for random and session id', async () => {
    const asked: number[] = [];
    const server = await startTls(await tlsCertificate(['a.test']));
    servers.push(server);
    await askAt(server.port, {
      random: (size) => {
        asked.push(size);
        return new Uint8Array(size).fill(asked.length);
      },
    });
    expect(asked).toEqual([32, 32]);
  });

  it('stops at the certificate unless possession is to be proved', async () => {
    const server = await startTls(await tlsCertificate(['a.test']));
    servers.push(server);
    const { observation } = await askAt(server.port, { prove: false });
    expect(observation).toMatchObject({ outcome: 'served', possession: 'unchecked', possessionReason: 'not-asked' });
  });
});

describe('whatever the peer does is an outcome', () => {
  it.each([
    [
      'closes',
      (socket: import('node:net').Socket) => void socket.once('data', () => socket.end()),
      'interrupted closed',
    ],
    [
      'resets',
      (socket: import('node:net').Socket) => void socket.once('data', () => socket.resetAndDestroy()),
      'interrupted reset',
    ],
    ['says nothing', () => undefined, 'interrupted timed-out'],
    [
      'speaks HTTP',
      (socket: import('node:net').Socket) => void socket.write('HTTP/1.1 400 Bad Request\r\n\r\n'),
      'not-tls http',
    ],
    [
      'refuses',
      (socket: import('node:net').Socket) => void socket.write(Buffer.from('15030300020270', 'hex')),
      'refused unrecognized_name',
    ],
    [
      'sends endless junk',
      (socket: import('node:net').Socket) => {
        const more = (): void => {
          while (!socket.destroyed && socket.write(Buffer.alloc(16_384, 0x16)));
        };
        socket.on('drain', more);
        more();
      },
      'malformed|over-limit|not-tls',
    ],
  ])('%s', async (_, behave, expected) => {
    const { observation } = await askAt(await serve(behave), { timeoutMs: 400 });
    expect(`${observation.outcome} ${observation.reason}`).toMatch(new RegExp(`^(${expected})`));
  });

  it('is not there', async () => {
    const { observation, heard } = await askAt(await closedPort());
    expect(observation).toMatchObject({
      outcome: 'unreachable',
      reason: 'refused',
      stage: 'connect',
      detail: { code: 'ECONNREFUSED' },
    });
    expect(heard).toBe(false);
  });

  it('the run’s end is no fault of the peer’s', async () => {
    const cancellation = new Cancellation();
    const asked = askAt(await serve(() => setTimeout(() => cancellation.abort(), 30)), { cancellation });
    expect((await asked).observation).toMatchObject({ outcome: 'skipped', reason: 'aborted' });
  });
});

describe('behind STARTTLS', () => {
  it.each([
    ['not offered', '220 mx\r\n', '250 SIZE 1\r\n', 'starttls not-offered starttls'],
    ['a greeting that never ends', '220-wait\r\n', '', 'interrupted timed-out starttls'],
    ['a refusal at once', '554 no\r\n', '', 'starttls refused starttls'],
  ])('%s', async (_, greeting, reply, expected) => {
    const port = await serve((socket) => {
      socket.write(greeting);
      socket.on('data', () => socket.write(reply));
    });
    const { observation } = await askAt(port, { starttls: 'smtp', timeoutMs: 400 });
    expect(`${observation.outcome} ${observation.reason} ${observation.stage}`).toBe(expected);
    if (observation.outcome === 'interrupted') expect(observation.detail).toMatchObject({ awaiting: 'greeting' });
  });

  it('nothing is said before the banner, and TLS follows the go-ahead', async () => {
    const heard: string[] = [];
    const port = await serve((socket) => {
      socket.on('data', (bytes) => {
        heard.push(bytes[0] === 0x16 ? 'ClientHello' : bytes.toString().trim());
        if (heard.length === 1) socket.write('250 STARTTLS\r\n');
        else if (heard.length === 2) socket.write('220 go\r\n');
        else socket.end(Buffer.from('15030300020228', 'hex'));
      });
      setTimeout(() => socket.write('220-slow\r\n'), 30);
      setTimeout(() => socket.write('220 mx\r\n'), 60);
    });
    const { observation } = await askAt(port, { starttls: 'smtp' });
    expect(heard).toEqual(['EHLO whichcert.invalid', 'STARTTLS', 'ClientHello']);
    expect(observation).toMatchObject({ outcome: 'refused', reason: 'handshake_failure' });
  });
});
