import { afterAll, beforeAll, describe } from 'vitest';
import { certificateFiles, type Identity, makeIdentities } from '../support/identities.js';
import { comparePeer } from '../support/peer-suite.js';
import { describePeer } from '../support/peers.js';
import { freePort } from '../support/ports.js';
import type { RunningServer } from '../support/process.js';
import { startByArguments } from '../support/servers/start.js';

describePeer('openssl s_server', ['openssl'], () => {
  const certificates: Record<string, Identity> = {};
  const servers: RunningServer[] = [];
  const list = (name: string) => () => certificates[name]?.listSha256 ?? [];
  const leaf = (name: string) => () => certificates[name]?.listSha256.slice(0, 1) ?? [];
  const none = () => [];
  const first = [
    '-cert',
    '{folder}/first.leaf.pem',
    '-key',
    '{folder}/first.key',
    '-cert_chain',
    '{folder}/first.chain.pem',
  ];
  const second = ['-servername', 'a.test', '-cert2', '{folder}/a.pem', '-key2', '{folder}/a.key'];
  const legacy = ['-cipher', 'ALL:@SECLEVEL=0'];
  const variants = {
    plain: first,
    named: [...first, ...second],
    fatal: [...first, ...second, '-servername_fatal'],
    tls12: [...first, '-tls1_2'],
    tls11: [...first, '-tls1_1', ...legacy],
    tls10: [...first, '-tls1', ...legacy],
    rsa: ['-cert', '{folder}/rsa.leaf.pem', '-key', '{folder}/rsa.key', '-cert_chain', '{folder}/rsa.chain.pem'],
    rsaTls10: ['-cert', '{folder}/rsa.leaf.pem', '-key', '{folder}/rsa.key', '-tls1', ...legacy],
    ed25519: ['-cert', '{folder}/ed25519.leaf.pem', '-key', '{folder}/ed25519.key'],
    p521: ['-cert', '{folder}/p521.leaf.pem', '-key', '{folder}/p521.key'],
    demands: [...first, '-Verify', '1', '-verify_return_error'],
  } as const satisfies Readonly<Record<string, readonly string[]>>;
  const ports = new Map<string, number>();

  beforeAll(async () => {
    const identities = await makeIdentities();
    certificates.first = identities.issue(['first.test']);
    certificates.a = identities.issue(['a.test']);
    certificates.rsa = identities.issue(['first.test'], { keyType: 'rsa' });
    certificates.ed25519 = identities.issue(['first.test'], { keyType: 'ed25519' });
    certificates.p521 = identities.issue(['first.test'], { keyType: 'ecdsa-p521' });
    await Promise.all(
      Object.entries(variants).map(async ([name, args]) => {
        const port = await freePort();
        ports.set(name, port);
        servers.push(
          await startByArguments('openssl', ['s_server', '-accept', `127.0.0.1:${port}`, '-www', ...args], {
            files: certificateFiles(certificates),
            places: [{ address: '127.0.0.1', port }],
          }),
        );
      }),
    );
  });

  afterAll(() => Promise.all(servers.map((server) => server.stop())));

  const place = (name: keyof typeof variants) => () => ({ address: '127.0.0.1', port: ports.get(name) ?? 0 });

  describe('plain: never acknowledged', () => {
    comparePeer(place('plain'), [
      { question: 'a name', serverName: 'first.test', certificates: list('first'), acknowledged: false },
      { question: 'no name', serverName: null, certificates: list('first'), acknowledged: false },
      { question: 'an unknown name', serverName: 'x.test', certificates: list('first'), acknowledged: false },
    ]);
  });

  describe('-servername: a warning beside the certificate', () => {
    comparePeer(place('named'), [
      { question: 'its name', serverName: 'a.test', certificates: leaf('a'), acknowledged: true },
      { question: 'no name', serverName: null, certificates: list('first'), acknowledged: false },
      {
        question: 'an unknown name',
        serverName: 'x.test',
        certificates: list('first'),
        acknowledged: false,
        // TLS 1.3 has no warning alerts (RFC 8446 §6): s_server sends none there.
        alerts: { 'TLSv1.3': [], 'TLSv1.2': ['warning unrecognized_name'] },
      },
    ]);
  });

  describe('-servername_fatal', () => {
    comparePeer(place('fatal'), [
      { question: 'its name', serverName: 'a.test', certificates: leaf('a'), acknowledged: true },
      { question: 'no name', serverName: null, certificates: list('first'), acknowledged: false },
      {
        question: 'an unknown name',
        serverName: 'x.test',
        certificates: none,
        acknowledged: null,
        alerts: ['fatal unrecognized_name'],
      },
    ]);
  });

  describe('one version', () => {
    const name = { question: 'its name', serverName: 'first.test', certificates: list('first'), acknowledged: false };
    comparePeer(place('tls12'), [{ ...name, versions: ['TLSv1.2'] }]);
    comparePeer(place('tls11'), [{ ...name, versions: ['TLSv1.1'] }]);
    comparePeer(place('tls10'), [{ ...name, versions: ['TLSv1'] }]);
    comparePeer(place('rsaTls10'), [{ ...name, certificates: leaf('rsa'), versions: ['TLSv1'] }]);
  });

  describe('one key', () => {
    const name = { question: 'its name', serverName: 'first.test', acknowledged: false };
    comparePeer(place('rsa'), [{ ...name, question: 'RSA', certificates: list('rsa') }]);
    comparePeer(place('ed25519'), [{ ...name, question: 'Ed25519', certificates: leaf('ed25519') }]);
    comparePeer(place('p521'), [{ ...name, question: 'P-521', certificates: leaf('p521') }]);
  });

  describe('a client certificate demanded', () => {
    comparePeer(place('demands'), [
      { question: 'its name', serverName: 'first.test', certificates: list('first'), acknowledged: false },
    ]);
  });
});
