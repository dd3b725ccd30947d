import { afterAll, beforeAll, describe } from 'vitest';
import { certificateFiles, type Identity, makeIdentities } from '../support/identities.js';
import { comparePeer } from '../support/peer-suite.js';
import { describePeer } from '../support/peers.js';
import { freePort } from '../support/ports.js';
import type { RunningServer } from '../support/process.js';
import { startApache } from '../support/servers/start.js';

describePeer('Apache', ['apache2', 'openssl'], () => {
  const certificates: Record<string, Identity> = {};
  let server: RunningServer;
  let port = 0;
  let specific = 0;
  const list = (name: string) => () => certificates[name]?.listSha256 ?? [];

  beforeAll(async () => {
    const identities = await makeIdentities();
    for (const name of ['first', 'a', 'b']) certificates[name] = identities.issue([`${name}.test`]);
    port = await freePort();
    specific = await freePort();
    const host = (listen: string, name: string): string => `
<VirtualHost ${listen}>
  ServerName ${name}.test
  SSLEngine on
  SSLCertificateFile {folder}/${name}.pem
  SSLCertificateKeyFile {folder}/${name}.key
</VirtualHost>`;
    server = await startApache({
      config: [
        `Listen 127.0.0.1:${port} https\nListen 127.0.0.1:${specific} https\nListen 127.0.0.2:${specific} https`,
        host(`127.0.0.1:${port}`, 'first'),
        host(`127.0.0.1:${port}`, 'a'),
        host(`*:${specific}`, 'a'),
        host(`127.0.0.2:${specific}`, 'first'),
        host(`127.0.0.2:${specific}`, 'b'),
      ].join('\n'),
      files: certificateFiles(certificates),
      places: [
        { address: '127.0.0.1', port },
        { address: '127.0.0.2', port: specific },
      ],
    });
  });

  afterAll(() => server?.stop());

  describe('virtual hosts: acknowledged only on a match', () => {
    comparePeer(
      () => ({ address: '127.0.0.1', port }),
      [
        { question: 'a configured name', serverName: 'a.test', certificates: list('a'), acknowledged: true },
        { question: 'no name', serverName: null, certificates: list('first'), acknowledged: false },
        { question: 'an unknown name', serverName: 'x.test', certificates: list('first'), acknowledged: false },
      ],
    );
  });

  describe('an address with virtual hosts of its own', () => {
    comparePeer(
      () => ({ address: '127.0.0.2', port: specific }),
      [
        {
          question: 'a name that only *:port has',
          serverName: 'a.test',
          certificates: list('first'),
          acknowledged: false,
        },
        { question: 'a name of its own', serverName: 'b.test', certificates: list('b'), acknowledged: true },
      ],
    );
    comparePeer(
      () => ({ address: '127.0.0.1', port: specific }),
      [{ question: 'another address', serverName: 'a.test', certificates: list('a'), acknowledged: true }],
    );
  });
});
