import { afterAll, beforeAll } from 'vitest';
import { certificateFiles, type Identity, makeIdentities } from '../support/identities.js';
import { comparePeer } from '../support/peer-suite.js';
import { describePeer } from '../support/peers.js';
import { freePort } from '../support/ports.js';
import type { RunningServer } from '../support/process.js';
import { startLighttpd } from '../support/servers/start.js';

describePeer('lighttpd: never acknowledged', ['lighttpd', '/usr/lib/lighttpd/mod_openssl.so', 'openssl'], () => {
  const certificates: Record<string, Identity> = {};
  let server: RunningServer;
  let port = 0;
  const list = (name: string) => () => certificates[name]?.listSha256 ?? [];

  beforeAll(async () => {
    const identities = await makeIdentities();
    for (const name of ['socket', 'a']) certificates[name] = identities.issue([`${name}.test`]);
    port = await freePort();
    server = await startLighttpd({
      config: `
server.bind = "127.0.0.1"
server.port = ${port}
ssl.engine = "enable"
ssl.pemfile = "{folder}/socket.pem"
ssl.privkey = "{folder}/socket.key"
$HTTP["host"] == "a.test" {
  ssl.pemfile = "{folder}/a.pem"
  ssl.privkey = "{folder}/a.key"
}
`,
      files: certificateFiles(certificates),
      places: [{ address: '127.0.0.1', port }],
    });
  });

  afterAll(() => server?.stop());

  comparePeer(
    () => ({ address: '127.0.0.1', port }),
    [
      { question: 'a configured name', serverName: 'a.test', certificates: list('a'), acknowledged: false },
      { question: 'no name', serverName: null, certificates: list('socket'), acknowledged: false },
      { question: 'an unknown name', serverName: 'x.test', certificates: list('socket'), acknowledged: false },
    ],
  );
});
