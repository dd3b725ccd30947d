import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Issuer } from '../../src/lab/issue.js';
import { certificateFiles, type Identity, makeIdentities } from '../support/identities.js';
import { comparePeer } from '../support/peer-suite.js';
import { describePeer } from '../support/peers.js';
import { freePort } from '../support/ports.js';
import type { RunningServer } from '../support/process.js';
import { checkOne } from '../support/run-check.js';
import { startByArguments } from '../support/servers/start.js';

describePeer('gnutls-serv', ['gnutls-serv', 'openssl'], () => {
  const certificates: Record<string, Identity> = {};
  const servers: RunningServer[] = [];
  let root: Issuer;
  const variants = {
    plain: [],
    named: ['--sni-hostname=a.test'],
    fatal: ['--sni-hostname=a.test', '--sni-hostname-fatal'],
    // As the boxes before RFC 5746 are: OpenSSL 3 finishes with them only when told to.
    old: ['--priority=NORMAL:-VERS-ALL:+VERS-TLS1.2:%DISABLE_SAFE_RENEGOTIATION:%NO_SESSION_HASH:%NO_ETM'],
  } as const satisfies Readonly<Record<string, readonly string[]>>;
  const ports = new Map<string, number>();
  const list = (name: string) => () => certificates[name]?.listSha256 ?? [];

  beforeAll(async () => {
    const identities = await makeIdentities();
    root = identities.root;
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

  it('without secure renegotiation: whether its issuer is trusted is told all the same', async () => {
    const target = `a.test:${ports.get('old')}@127.0.0.1`;
    const asked = async (ca: readonly Uint8Array[]) => {
      const report = await checkOne(target, { http: false, trust: { mode: 'bundled', ca, caSource: null } });
      const { trusted, reason } = report.endpoints[0]?.trust ?? { trusted: null, reason: 'no endpoint' };
      return { trusted, reason, status: report.status };
    };
    expect(await asked([root.certificateDer])).toEqual({ trusted: true, reason: null, status: 'ok' });
    expect(await asked([])).toMatchObject({ trusted: false, status: 'critical' });
  });
});
