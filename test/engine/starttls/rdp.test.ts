import type { Socket } from 'node:net';
import { createServer } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { ByteDialogue } from '../../../src/engine/starttls/byte-dialogue.js';
import { RdpScript } from '../../../src/engine/starttls/rdp.js';
import { answersOf, checkOne, tlsCertificate } from '../../support/engine.js';
import { endOf, play } from '../../support/preamble.js';
import { startTcp } from '../../support/tcp-server.js';

const rdp = (): ByteDialogue => new ByteDialogue(new RdpScript());
const hex = (text: string): Uint8Array => Buffer.from(text, 'hex');

describe('security negotiation of RDP', () => {
  it('offers TLS and CredSSP', () => {
    expect(Buffer.from(play(rdp, []).said[0] ?? '', 'latin1').toString('hex')).toBe(
      '030000130ee000000000000100080003000000',
    );
  });

  it.each([
    ['TLS', '030000130ed000001234000200080001000000', 'ready'],
    ['CredSSP', '030000130ed000001234000200080002000000', 'ready'],
    ['only what was before TLS', '030000130ed000001234000200080000000000', 'starttls not-offered'],
    ['no negotiation at all', '0300000b06d00000123400', 'starttls not-offered'],
    ['TLS is not allowed', '030000130ed000001234000300080002000000', 'starttls not-offered'],
    ['no certificate on the server', '030000130ed000001234000300080003000000', 'starttls refused'],
    ['another protocol', '15030300', 'starttls not-offered'],
    ['a disconnect', '03000007028000', 'starttls not-offered'],
    ['half of it', '03000013', 'more'],
  ])('%s', (_, answer, expected) => expect(endOf(play(rdp, [hex(answer)], !answer.startsWith('15')))).toBe(expected));
});

describe('Remote Desktop on port 3389', () => {
  const REQUEST = '030000130ee000000000000100080003000000';

  /** Reads one X.224 Connection Request, in whatever pieces, answers it and goes on as told. */
  async function desktop(answer: string, then: (socket: Socket) => void, requests: string[]) {
    return startTcp((socket) => {
      let seen = Buffer.alloc(0);
      const read = (bytes: Buffer): void => {
        seen = Buffer.concat([seen, bytes]);
        if (seen.length < REQUEST.length / 2) return;
        socket.off('data', read);
        socket.pause();
        requests.push(seen.toString('hex'));
        socket.write(hex(answer), () => then(socket));
      };
      socket.on('data', read);
    });
  }

  async function checkDesktop(port: number) {
    const connectTo = [{ host: '203.0.113.5', port: 3389, toHost: '127.0.0.1', toPort: port }];
    return checkOne('desk.test:3389@203.0.113.5', { connectTo });
  }

  it('is negotiated before every handshake, and its certificate is looked at', async () => {
    const requests: string[] = [];
    const secure = createServer(await tlsCertificate(['desk.test']), (socket) => socket.on('error', () => undefined));
    secure.on('tlsClientError', () => undefined);
    const server = await desktop(
      '030000130ed000001234000200080002000000',
      (socket) => secure.emit('connection', socket),
      requests,
    );
    try {
      const report = await checkDesktop(server.port);
      expect(report.target).toMatchObject({ port: 3389, starttls: 'rdp' });
      const [endpoint] = report.endpoints;
      expect(endpoint?.observations[0]).toMatchObject({ probe: 'target-name', outcome: 'served' });
      expect(report.certificates[endpoint?.served ?? '']?.dnsNames).toEqual(['desk.test']);
      expect(requests).toHaveLength(server.connections);
      expect(new Set(requests)).toEqual(new Set([REQUEST]));
    } finally {
      await server.stop();
    }
  });

  it('with another certificate tells where it is set: http.sys has no row of it', async () => {
    const secure = createServer(await tlsCertificate(['old-desk.test']), (socket) =>
      socket.on('error', () => undefined),
    );
    secure.on('tlsClientError', () => undefined);
    const server = await desktop(
      '030000130ed000001234000200080001000000',
      (socket) => secure.emit('connection', socket),
      [],
    );
    try {
      const { diagnosis, endpoints } = await checkDesktop(server.port);
      expect(endpoints[0]?.http).toBeNull();
      expect(diagnosis?.evidence.join('\n')).toMatch(/port 3389 usually belongs.*Remote Desktop Services/);
    } finally {
      await server.stop();
    }
  });

  it('without TLS says so', async () => {
    const server = await desktop('030000130ed000001234000300080002000000', (socket) => socket.end(), []);
    try {
      const report = await checkDesktop(server.port);
      expect(answersOf(report)[0]).toBe('target-name 1 starttls not-offered');
      expect(report.diagnosis?.cause).toBe('not-tls');
    } finally {
      await server.stop();
    }
  });
});
