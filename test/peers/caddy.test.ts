import { afterAll, beforeAll, describe } from 'vitest';
import { certificateFiles, type Identity, makeIdentities } from '../support/identities.js';
import { comparePeer } from '../support/peer-suite.js';
import { describePeer } from '../support/peers.js';
import { freePort } from '../support/ports.js';
import type { RunningServer } from '../support/process.js';
import { startCaddy } from '../support/servers/start.js';

describePeer('Caddy: never acknowledged', ['caddy', 'openssl'], () => {
  const certificates: Record<string, Identity> = {};
  const servers: RunningServer[] = [];
  let strict = 0;
  let withDefault = 0;
  const list = (name: string) => () => certificates[name]?.listSha256 ?? [];
  const none = () => [];

  beforeAll(async () => {
    const identities = await makeIdentities();
    for (const name of ['a', 'b']) certificates[name] = identities.issue([`${name}.test`]);
    strict = await freePort();
    withDefault = await freePort();
    for (const [port, option] of [
      [strict, ''],
      [withDefault, 'default_sni b.test'],
    ] as const) {
      const site = (name: string): string => `
https://${name}.test:${port} {
  bind 127.0.0.1
  tls {folder}/${name}.pem {folder}/${name}.key
  respond "${name}"
}`;
      servers.push(
        await startCaddy({
          config: `{\n  admin off\n  auto_https disable_redirects\n  ${option}\n}\n${site('a')}\n${site('b')}\n`,
          files: certificateFiles(certificates),
          places: [{ address: '127.0.0.1', port }],
        }),
      );
    }
  });

  afterAll(() => Promise.all(servers.map((server) => server.stop())));

  const failed = { certificates: none, acknowledged: null, alerts: ['fatal internal_error'] };

  describe('without a default', () => {
    comparePeer(
      () => ({ address: '127.0.0.1', port: strict }),
      [
        { question: 'a configured name', serverName: 'a.test', certificates: list('a'), acknowledged: false },
        { question: 'no name', serverName: null, ...failed },
        { question: 'an unknown name', serverName: 'x.test', ...failed },
      ],
    );
  });

  describe('default_sni serves those without a name', () => {
    comparePeer(
      () => ({ address: '127.0.0.1', port: withDefault }),
      [
        { question: 'a configured name', serverName: 'a.test', certificates: list('a'), acknowledged: false },
        { question: 'no name', serverName: null, certificates: list('b'), acknowledged: false },
        { question: 'an unknown name', serverName: 'x.test', ...failed },
      ],
    );
  });
});
