/** Hellos as real clients send them, and as the network cuts them. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { writeClientHello } from '../../src/tls/client-hello.js';
import { ClientHelloReader, type ClientHelloReading } from '../../src/tls/client-hello-reader.js';
import { layOut } from '../../src/tls/hello-layout.js';
import { HANDSHAKE, writeRecords } from '../../src/tls/record.js';
import { chunksOf, concat, hex } from '../support/bytes.js';
import { CONTROL, keyShares, SESSION_ID } from '../support/handshake.js';

const message = writeClientHello(layOut(CONTROL, { random: new Uint8Array(32), sessionId: SESSION_ID, keyShares }));

function read(chunks: Iterable<Uint8Array>): ClientHelloReading {
  const reader = new ClientHelloReader();
  let reading: ClientHelloReading = { kind: 'incomplete' };
  for (const chunk of chunks) reading = reader.receive(chunk);
  return reading;
}

describe('ClientHelloReader', () => {
  it('reads a hello over any records and chunks', () => {
    for (const fragment of [1, 2, 5, 100, 16_384]) {
      const wire = writeRecords(HANDSHAKE, 0x0301, message, fragment);
      for (const size of [1, 3, 1000, wire.length]) {
        expect(read(chunksOf(wire, size))).toMatchObject({
          kind: 'hello',
          message,
          hello: { serverName: 'a.example' },
        });
      }
    }
  });

  it('what follows is not looked at', () => {
    expect(read([concat(writeRecords(HANDSHAKE, 0x0301, message), hex('ffffffff')), hex('00')])).toMatchObject({
      kind: 'hello',
    });
  });

  it('waits for the rest', () => {
    expect(read([])).toEqual({ kind: 'incomplete' });
    expect(read([writeRecords(HANDSHAKE, 0x0301, message).subarray(0, 200)])).toEqual({ kind: 'incomplete' });
  });

  it.each([
    ['not-tls', 'unknown', Buffer.from('GET / HTTP/1.1\r\n')],
    ['misbehaved', 'unexpected-message', hex('160301 0004 0e000000')],
    ['over-limit', 'message-length', hex('160301 0004 01ffffff')],
    ['malformed', 'ClientHello/legacy_version', hex('160301 0005 01000001 03')],
    ['refused', 'close_notify', hex('150301 0002 0100')],
  ])('%s %s', (outcome, reason, bytes) => {
    expect(read([Uint8Array.from(bytes)])).toMatchObject({ kind: 'fault', fault: { outcome, reason } });
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), fc.nat(), (noise, at) => {
        const wire = writeRecords(HANDSHAKE, 0x0301, message);
        const start = at % wire.length;
        read([noise]);
        read([concat(wire.subarray(0, start), noise, wire.subarray(start))]);
      }),
    );
  });
});

describe('hellos of real clients', () => {
  /** What a client writes first to a server on a free port. */
  async function helloOf(dial: (port: number) => { stop(): void }): Promise<ClientHelloReading> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    const client = dial(address.port);
    const [socket]: Socket[] = await once(server, 'connection');
    const reader = new ClientHelloReader();
    let reading: ClientHelloReading = { kind: 'incomplete' };
    for await (const chunk of socket ?? []) {
      reading = reader.receive(chunk);
      if (reading.kind !== 'incomplete') break;
    }
    socket?.destroy();
    client.stop();
    server.close();
    return reading;
  }

  it('node:tls', async () => {
    const reading = await helloOf((port) => {
      const socket = connectTls({ port, host: '127.0.0.1', servername: 'Node.Example', rejectUnauthorized: false });
      socket.on('error', () => {});
      return { stop: () => socket.destroy() };
    });
    expect(reading).toMatchObject({
      kind: 'hello',
      hello: { serverName: 'Node.Example', supportedVersions: [0x0304, 0x0303] },
    });
  });

  const hasOpenssl = spawnSync('openssl', ['version']).status === 0;

  it.skipIf(!hasOpenssl).each([
    [
      'TLS 1.3',
      ['-servername', 'o.example'],
      { serverName: 'o.example', supportedVersions: [0x0304, 0x0303, 0x0302, 0x0301] },
    ],
    [
      'TLS 1.2, no name',
      ['-tls1_2', '-noservername'],
      { serverName: null, legacyVersion: 0x0303, supportedVersions: [] },
    ],
  ])('openssl s_client, %s', async (_, options, expected) => {
    const reading = await helloOf((port) => {
      const child: ChildProcess = spawn('openssl', ['s_client', '-connect', `127.0.0.1:${port}`, ...options], {
        stdio: 'ignore',
      });
      return { stop: () => child.kill() };
    });
    expect(reading).toMatchObject({ kind: 'hello', hello: { ...expected, supportedVersions: expect.any(Array) } });
  });
});
