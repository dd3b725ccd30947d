import { afterAll, beforeAll, describe } from 'vitest';
import { certificateFiles, type Identity, makeIdentities } from '../support/identities.js';
import { comparePeer } from '../support/peer-suite.js';
import { describePeer } from '../support/peers.js';
import { freePort } from '../support/ports.js';
import type { RunningServer } from '../support/process.js';
import { startByArguments } from '../support/servers/start.js';

describePeer('gnutls-serv', ['gnutls-serv', 'openssl'], () => {
  const certificates: Record<string, Identity> = {};
  const servers: RunningServer[] = [];
  const variants = {
    plain: [],
    named: ['--sni-hostname=a.test'],
    fatal: ['--sni-hostname=a.test', '--sni-hostname-fatal'],
  } as const satisfies Readonly<Record<string, readonly string[]>>;
  const ports = new Map<string, number>();
  const list = (name: string) => () => certificates[name]?.listSha256 ?? [];

  beforeAll(async () => {
    const identities = await makeIdentities();
    for (const name of ['a', 'b']) certificates[name] = identities.issue([`${name}.test`]);
    await Promise.all(
      Object.entries(variants).map(async ([name, more]) => {
        const port = await freePort();
        ports.set(name, port);
        const pairs = ['a', 'b'].flatMap((id) => [
          `--x509certfile={folder}/${id}.pem`,
          `--x509keyfile={folder}/${id}.key`,
        ]);
        servers.push(
          await startByArguments('gnutls-serv', ['--http', `--port=${port}`, '--quiet', ...pairs, ...more], {
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
      { question: 'the first name', serverName: 'a.test', certificates: list('a'), acknowledged: false },
      { question: 'the second name', serverName: 'b.test', certificates: list('b'), acknowledged: false },
      { question: 'no name', serverName: null, certificates: list('a'), acknowledged: false },
      { question: 'an unknown name', serverName: 'x.test', certificates: list('a'), acknowledged: false },
    ]);
  });

  describe('--sni-hostname: a warning beside the certificate', () => {
    comparePeer(place('named'), [
      { question: 'its name', serverName: 'a.test', certificates: list('a'), acknowledged: false },
      { question: 'no name', serverName: null, certificates: list('a'), acknowledged: false },
      {
        question: 'an unknown name',
        serverName: 'x.test',
        certificates: list('a'),
        acknowledged: false,
        alerts: ['warning unrecognized_name'],
      },
    ]);
  });

  describe('--sni-hostname-fatal', () => {
    comparePeer(place('fatal'), [
      { question: 'its name', serverName: 'a.test', certificates: list('a'), acknowledged: false },
      {
        question: 'an unknown name',
        serverName: 'x.test',
        certificates: () => [],
        acknowledged: null,
        alerts: ['fatal unrecognized_name'],
      },
    ]);
  });
});
