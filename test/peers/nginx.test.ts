import { afterAll, beforeAll, describe } from 'vitest';
import { certificateFiles, type Identities, type Identity, makeIdentities } from '../support/identities.js';
import { comparePeer } from '../support/peer-suite.js';
import { describePeer } from '../support/peers.js';
import { freePort } from '../support/ports.js';
import type { RunningServer } from '../support/process.js';
import { startNginx } from '../support/servers/start.js';

describePeer('nginx', ['nginx', 'openssl'], () => {
  let identities: Identities;
  const certificates: Record<string, Identity> = {};
  let server: RunningServer;
  const ports = { byName: 0, rejects: 0, modern: 0, twoKeys: 0, p384: 0, specific: 0, variable: 0 };
  const list = (name: string) => () => certificates[name]?.listSha256 ?? [];
  const none = () => [];

  beforeAll(async () => {
    identities = await makeIdentities();
    certificates.a = identities.issue(['a.test']);
    certificates.b = identities.issue(['b.test']);
    certificates.fallback = identities.issue(['fallback.test']);
    certificates.rsa = identities.issue(['a.test'], { keyType: 'rsa' });
    for (const key of Object.keys(ports) as (keyof typeof ports)[]) ports[key] = await freePort();
    const block = (listen: string, name: string, certificate: string, more = ''): string => `
      server { listen ${listen}; server_name ${name}; ${more}
        ssl_certificate ${certificate}.pem; ssl_certificate_key ${certificate}.key; return 200 "${name}"; }`;
    server = await startNginx({
      config: [
        block(`127.0.0.1:${ports.byName} ssl default_server`, 'fallback.test', 'fallback'),
        block(`127.0.0.1:${ports.byName} ssl`, 'a.test', 'a'),
        block(`127.0.0.1:${ports.byName} ssl`, 'b.test', 'b'),
        `server { listen 127.0.0.1:${ports.rejects} ssl default_server; ssl_reject_handshake on; }`,
        block(`127.0.0.1:${ports.rejects} ssl`, 'a.test', 'a'),
        block(`127.0.0.1:${ports.modern} ssl default_server`, 'a.test', 'a', 'ssl_protocols TLSv1.3;'),
        block(
          `127.0.0.1:${ports.twoKeys} ssl default_server`,
          'a.test',
          'a',
          'ssl_certificate rsa.pem; ssl_certificate_key rsa.key;',
        ),
        block(`127.0.0.1:${ports.p384} ssl default_server`, 'a.test', 'a', 'ssl_ecdh_curve secp384r1;'),
        block(`*:${ports.specific} ssl`, 'a.test', 'a'),
        block(`127.0.0.2:${ports.specific} ssl`, 'b.test', 'b'),
        `server { listen 127.0.0.1:${ports.variable} ssl default_server; server_name a.test;
           ssl_certificate {folder}/$ssl_server_name.pem; ssl_certificate_key {folder}/$ssl_server_name.key; return 200; }`,
      ].join('\n'),
      files: {
        ...certificateFiles(certificates),
        'a.test.pem': certificates.a.certificateListPem,
        'a.test.key': certificates.a.privateKeyPem,
      },
      places: Object.values(ports).map((port) => ({ address: '127.0.0.1', port })),
    });
  });

  afterAll(() => server?.stop());

  describe('virtual hosts with a default_server', () => {
    comparePeer(
      () => ({ address: '127.0.0.1', port: ports.byName }),
      [
        { question: 'a configured name', serverName: 'a.test', certificates: list('a'), acknowledged: true },
        { question: 'the other configured name', serverName: 'b.test', certificates: list('b'), acknowledged: true },
        { question: 'no name', serverName: null, certificates: list('fallback'), acknowledged: false },
        { question: 'an unknown name', serverName: 'x.test', certificates: list('fallback'), acknowledged: true },
        { question: 'upper case', serverName: 'A.TEST', certificates: list('a'), acknowledged: true },
      ],
    );
  });

  describe('ssl_reject_handshake', () => {
    const refused = { certificates: none, acknowledged: null, alerts: ['fatal unrecognized_name'] };
    comparePeer(
      () => ({ address: '127.0.0.1', port: ports.rejects }),
      [
        { question: 'a configured name', serverName: 'a.test', certificates: list('a'), acknowledged: true },
        { question: 'no name', serverName: null, ...refused },
        { question: 'an unknown name', serverName: 'x.test', ...refused },
      ],
    );
  });

  describe('TLS 1.3 only', () => {
    comparePeer(
      () => ({ address: '127.0.0.1', port: ports.modern }),
      [
        {
          question: 'its name',
          serverName: 'a.test',
          certificates: list('a'),
          acknowledged: true,
          versions: ['TLSv1.3'],
        },
        {
          question: 'its name',
          serverName: 'a.test',
          certificates: none,
          acknowledged: null,
          alerts: ['fatal protocol_version'],
          versions: ['TLSv1.2'],
        },
      ],
    );
  });

  describe('two key types', () => {
    comparePeer(
      () => ({ address: '127.0.0.1', port: ports.twoKeys }),
      [{ question: 'its name', serverName: 'a.test', certificates: list('a'), acknowledged: true }],
    );
  });

  describe('only P-384: a HelloRetryRequest', () => {
    comparePeer(
      () => ({ address: '127.0.0.1', port: ports.p384 }),
      [
        { question: 'its name', serverName: 'a.test', certificates: list('a'), acknowledged: true },
        { question: 'no name', serverName: null, certificates: list('a'), acknowledged: false },
      ],
    );
  });

  describe('a listener for one address takes its connections away', () => {
    comparePeer(
      () => ({ address: '127.0.0.1', port: ports.specific }),
      [{ question: 'the wildcard listener', serverName: 'a.test', certificates: list('a'), acknowledged: true }],
    );
    comparePeer(
      () => ({ address: '127.0.0.2', port: ports.specific }),
      [{ question: 'the specific listener', serverName: 'a.test', certificates: list('b'), acknowledged: true }],
    );
  });

  describe('a certificate path made of the name', () => {
    const failed = { certificates: none, acknowledged: null, alerts: ['fatal internal_error'] };
    comparePeer(
      () => ({ address: '127.0.0.1', port: ports.variable }),
      [
        { question: 'a name with a file', serverName: 'a.test', certificates: list('a'), acknowledged: true },
        { question: 'no name', serverName: null, ...failed },
        { question: 'a name without a file', serverName: 'x.test', ...failed },
      ],
    );
  });
});
