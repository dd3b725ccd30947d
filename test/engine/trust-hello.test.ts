import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import type { Socket } from 'node:net';
import { connect, createSecureContext } from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import { TRUST_HELLO } from '../../src/engine/trust-hello.js';
import type { ClientHello } from '../../src/tls/client-hello.js';
import { ClientHelloReader } from '../../src/tls/client-hello-reader.js';
import { testIssuer, trustingTests } from '../support/engine.js';
import { CONTROL, exchange } from '../support/handshake.js';
import { checkOne } from '../support/run-check.js';
import { type CountingServer, startTcp, startTls } from '../support/tcp-server.js';
import { story } from '../support/verdicts.js';

const servers: CountingServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop();
});

/** What OpenSSL says, on this Node. */
function helloOfOpenssl(): Promise<ClientHello> {
  return new Promise((resolve, reject) => {
    const take = (socket: Socket): void => {
      const reader = new ClientHelloReader();
      socket.on('data', (bytes) => {
        const reading = reader.receive(bytes);
        if (reading.kind !== 'hello') return;
        resolve(reading.hello);
        socket.resetAndDestroy();
      });
    };
    startTcp(take).then((server) => {
      servers.push(server);
      const secureContext = createSecureContext(TRUST_HELLO);
      connect({ host: '127.0.0.1', port: server.port, servername: 'a.example', secureContext }).on('error', reject);
    }, reject);
  });
}

function helloOfControl(): ClientHello {
  let said: ClientHello | null = null;
  exchange(
    (sent) => {
      said = sent.hello;
      return new Uint8Array();
    },
    { hello: CONTROL },
  );
  if (said === null) throw new Error('no hello');
  return said;
}

/** TLS_EMPTY_RENEGOTIATION_INFO_SCSV (RFC 5746 §3.3): OpenSSL 3.0 says so in a suite's place, and selects nothing by it. */
const SCSV = 0x00ff;

describe('the hello of the trust handshake', () => {
  it('has the control’s suites, signature schemes and groups, in its order', async () => {
    const [openssl, control] = [await helloOfOpenssl(), helloOfControl()];
    expect(openssl.cipherSuites.filter((suite) => suite !== SCSV)).toEqual(control.cipherSuites);
    expect(openssl.signatureSchemes).toEqual(control.signatureSchemes);
    expect(openssl.supportedGroups).toEqual(control.supportedGroups);
    expect(openssl.serverName).toBe(control.serverName);
  });

  const dual: readonly (readonly [string, () => KeyObject])[] = [
    ['RSA and Ed25519', () => generateKeyPairSync('ed25519').privateKey],
    ['RSA and RSASSA-PSS', () => generateKeyPairSync('rsa-pss', { modulusLength: 2048 }).privateKey],
  ];
  it.each(dual)('%s on one server: the control’s certificate, and nothing that comes and goes', async (_, makeKey) => {
    const issuer = await testIssuer();
    const both = [
      issuer.issue({ dnsNames: ['a.test'], keyType: 'rsa' }),
      issuer.issue({ dnsNames: ['a.test'], privateKey: makeKey() }),
    ];
    const server = await startTls({
      cert: both.map(({ certificateListPem }) => certificateListPem),
      key: both.map(({ privateKeyPem }) => privateKeyPem),
      // The client's order counts, in signature schemes as in suites: OpenSSL's default, and most servers'.
      honorCipherOrder: false,
    });
    servers.push(server);
    const report = await checkOne(`a.test:${server.port}@127.0.0.1`, { http: false, trust: await trustingTests() });
    expect(report.findings, story(report)).toEqual([]);
    expect(report.endpoints[0]?.trust.trusted).toBe(true);
    expect(report.status).toBe('ok');
  });
});
