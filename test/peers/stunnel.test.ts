import { afterAll, beforeAll } from 'vitest';
import { certificateFiles, type Identity, makeIdentities } from '../support/identities.js';
import { comparePeer } from '../support/peer-suite.js';
import { describePeer } from '../support/peers.js';
import { freePort } from '../support/ports.js';
import type { RunningServer } from '../support/process.js';
import { startStunnel } from '../support/servers/start.js';

describePeer('stunnel: always acknowledged', ['stunnel4', 'openssl'], () => {
  const certificates: Record<string, Identity> = {};
  let server: RunningServer;
  let port = 0;
  const list = (name: string) => () => certificates[name]?.listSha256 ?? [];

  beforeAll(async () => {
    const identities = await makeIdentities();
    for (const name of ['primary', 'a']) certificates[name] = identities.issue([`${name}.test`]);
    port = await freePort();
    server = await startStunnel({
      config: `
[primary]
accept = 127.0.0.1:${port}
connect = 127.0.0.1:9
cert = {folder}/primary.pem
key = {folder}/primary.key
[a]
sni = primary:a.test
connect = 127.0.0.1:9
cert = {folder}/a.pem
key = {folder}/a.key
`,
      files: certificateFiles(certificates),
      places: [{ address: '127.0.0.1', port }],
    });
  });

  afterAll(() => server?.stop());

  comparePeer(
    () => ({ address: '127.0.0.1', port }),
    [
      { question: 'a configured name', serverName: 'a.test', certificates: list('a'), acknowledged: true },
      { question: 'no name', serverName: null, certificates: list('primary'), acknowledged: false },
      { question: 'an unknown name', serverName: 'x.test', certificates: list('primary'), acknowledged: true },
    ],
  );
});
