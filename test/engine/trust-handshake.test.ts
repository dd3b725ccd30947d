import type { SecureContext, TlsOptions } from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import { loadAnchors } from '../../src/engine/anchors.js';
import { Cancellation } from '../../src/engine/cancellation.js';
import { shakeHands, type TrustHandshake } from '../../src/engine/trust-handshake.js';
import type { StartTlsProtocol } from '../../src/model/target.js';
import { testIssuer, tlsCertificate, trustingTests } from '../support/engine.js';
import { type CountingServer, closedPort, startTcp, startTls } from '../support/tcp-server.js';

const servers: CountingServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop();
});

async function context(ca?: Uint8Array): Promise<SecureContext> {
  const trust = ca === undefined ? await trustingTests() : { mode: 'bundled' as const, ca: [ca], caSource: null };
  const anchors = trust === undefined ? null : await loadAnchors(trust, null);
  if (anchors === null) throw new Error('no anchors');
  return anchors.context;
}

interface Shake {
  readonly serverName?: string | null;
  readonly timeoutMs?: number;
  readonly starttls?: StartTlsProtocol;
  readonly cancellation?: Cancellation;
  /** The anchor, instead of the tests' root. */
  readonly ca?: Uint8Array;
}

async function shake(port: number, options: Shake = {}): Promise<TrustHandshake> {
  const endpoint = {
    address: '127.0.0.1',
    port,
    dialAddress: '127.0.0.1',
    dialPort: port,
    starttls: options.starttls ?? null,
    starttlsHost: null,
  };
  const { serverName = 'a.test', timeoutMs = 5_000, cancellation = new Cancellation() } = options;
  const io = { context: await context(options.ca), timeoutMs, cancellation };
  return shakeHands(endpoint, serverName, io, { heard: () => undefined });
}

async function serve(options: TlsOptions): Promise<number> {
  const server = await startTls(options);
  servers.push(server);
  return server.port;
}

describe('a finished handshake', () => {
  it('brings OpenSSL’s word and the path', async () => {
    const shaken = await shake(await serve(await tlsCertificate(['a.test'])));
    expect(shaken).toMatchObject({ kind: 'finished', error: null });
    expect(shaken.kind === 'finished' && shaken.path).toHaveLength(2);
  });

  it('ends at an intermediate or a certificate that is an anchor: who names it trusts it', async () => {
    const intermediate = (await testIssuer()).subordinate('Named Intermediate');
    const issued = intermediate.issue({ dnsNames: ['a.test'] });
    const sent = await serve({ cert: issued.certificateListPem, key: issued.privateKeyPem });
    const alone = await serve({ cert: issued.certificatePem, key: issued.privateKeyPem });
    for (const port of [sent, alone]) {
      for (const ca of [intermediate.certificateDer, issued.certificateDer]) {
        expect(await shake(port, { ca })).toMatchObject({ kind: 'finished', error: null });
      }
      const other = (await testIssuer()).subordinate('Another Intermediate').certificateDer;
      expect(await shake(port, { ca: other })).toMatchObject({ kind: 'finished', error: expect.any(String) });
    }
  });

  it('says nothing about names; neither about weak keys nor old versions', async () => {
    const issued = (await testIssuer()).issue({ dnsNames: ['b.test'], keyType: 'rsa', keyBits: 1024 });
    const options: TlsOptions = {
      cert: issued.certificateListPem,
      key: issued.privateKeyPem,
      minVersion: 'TLSv1',
      maxVersion: 'TLSv1.1',
      ciphers: 'DEFAULT:@SECLEVEL=0',
    };
    expect(await shake(await serve(options))).toMatchObject({ kind: 'finished', error: null });
  });

  it('without a name sends none', async () => {
    let asked: string | undefined = 'nothing yet';
    const certificate = await tlsCertificate(['a.test']);
    const port = await serve({
      ...certificate,
      SNICallback: (name, done) => {
        asked = name;
        done(null);
      },
    });
    expect(await shake(port, { serverName: null })).toMatchObject({ kind: 'finished' });
    expect(asked).toBe('nothing yet');
    await shake(port);
    expect(asked).toBe('a.test');
  });

  it('tells a self-signed certificate', async () => {
    const issued = (await testIssuer()).issue({ dnsNames: ['a.test'], keyType: 'rsa', selfSigned: true });
    const port = await serve({ cert: issued.certificatePem, key: issued.privateKeyPem });
    expect(await shake(port)).toMatchObject({ kind: 'finished', error: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
  });

  it('goes the way of STARTTLS', async () => {
    const secure = await tlsCertificate(['a.test']);
    const tls = await startTls(secure);
    servers.push(tls);
    const { connect } = await import('node:net');
    const plain = await startTcp((socket) => {
      socket.once('data', (request) => {
        if (request.toString('hex') !== '0000000804d2162f') return socket.destroy();
        socket.write('S');
        const inner = connect(tls.port, '127.0.0.1');
        inner.on('error', () => socket.destroy());
        socket.on('error', () => inner.destroy());
        socket.pipe(inner).pipe(socket);
        return undefined;
      });
    });
    servers.push(plain);
    expect(await shake(plain.port, { starttls: 'postgres' })).toMatchObject({ kind: 'finished', error: null });
  });
});

describe('a handshake that does not finish', () => {
  it('because a client certificate is demanded', async () => {
    const port = await serve({
      ...(await tlsCertificate(['a.test'])),
      requestCert: true,
      rejectUnauthorized: true,
      maxVersion: 'TLSv1.2',
    });
    const shaken = await shake(port);
    expect(shaken).toMatchObject({ kind: 'failed' });
    expect(shaken.kind === 'failed' && shaken.reason).toMatch(/^client-certificate-required$|^closed$|^reset$/);
  });

  it('because of the peer', async () => {
    expect(await shake(await closedPort())).toEqual({ kind: 'failed', reason: 'refused' });
    const silent = await startTcp(() => undefined);
    servers.push(silent);
    expect(await shake(silent.port, { timeoutMs: 150 })).toEqual({ kind: 'failed', reason: 'timed-out' });
    const reset = await startTcp((socket) => socket.once('data', () => socket.resetAndDestroy()));
    servers.push(reset);
    expect(await shake(reset.port)).toEqual({ kind: 'failed', reason: 'reset' });
    const closed = await startTcp((socket) => socket.once('data', () => socket.end()));
    servers.push(closed);
    expect(await shake(closed.port)).toEqual({ kind: 'failed', reason: 'closed' });
    const plain = await startTcp((socket) => socket.write('SSH-2.0-x\r\n'));
    servers.push(plain);
    expect(await shake(plain.port)).toMatchObject({ kind: 'failed', reason: expect.stringMatching(/^ERR_SSL_/) });
    const without = await startTcp((socket) => socket.write('N'));
    servers.push(without);
    expect(await shake(without.port, { starttls: 'postgres' })).toEqual({
      kind: 'failed',
      reason: 'starttls-not-offered',
    });
  });

  it('because the run ended', async () => {
    const silent = await startTcp(() => undefined);
    servers.push(silent);
    const cancellation = new Cancellation();
    const shaken = shake(silent.port, { cancellation });
    setTimeout(() => cancellation.abort(), 50);
    expect(await shaken).toEqual({ kind: 'failed', reason: 'aborted' });
  });
});
