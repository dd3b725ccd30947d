import { afterAll, beforeAll, describe } from 'vitest';
import { certificateFiles, type Identity, makeIdentities } from '../support/identities.js';
import { comparePeer } from '../support/peer-suite.js';
import { describePeer } from '../support/peers.js';
import { freePort } from '../support/ports.js';
import type { RunningServer } from '../support/process.js';
import { startHitch } from '../support/servers/start.js';

describePeer('Hitch', ['hitch', 'openssl'], () => {
  const certificates: Record<string, Identity> = {};
  const servers: RunningServer[] = [];
  let lenient = 0;
  let aborting = 0;
  const list = (name: string) => () => certificates[name]?.listSha256 ?? [];

  beforeAll(async () => {
    const identities = await makeIdentities();
    for (const name of ['a', 'last']) certificates[name] = identities.issue([`${name}.test`]);
    lenient = await freePort();
    aborting = await freePort();
    for (const [port, abort] of [
      [lenient, 'off'],
      [aborting, 'on'],
    ] as const) {
      servers.push(
        await startHitch({
          config: `
frontend = "[127.0.0.1]:${port}"
backend = "[127.0.0.1]:9"
tls-protos = TLSv1.2 TLSv1.3
sni-nomatch-abort = ${abort}
pem-file = "{folder}/a.bundle.pem"
pem-file = "{folder}/last.bundle.pem"
`,
          files: certificateFiles(certificates),
          places: [{ address: '127.0.0.1', port }],
        }),
      );
    }
  });

  afterAll(() => Promise.all(servers.map((server) => server.stop())));

  describe('the last pem-file is the default; acknowledged only on a match', () => {
    comparePeer(
      () => ({ address: '127.0.0.1', port: lenient }),
      [
        { question: 'a configured name', serverName: 'a.test', certificates: list('a'), acknowledged: true },
        { question: 'no name', serverName: null, certificates: list('last'), acknowledged: false },
        { question: 'an unknown name', serverName: 'x.test', certificates: list('last'), acknowledged: false },
      ],
    );
  });

  describe('sni-nomatch-abort', () => {
    comparePeer(
      () => ({ address: '127.0.0.1', port: aborting }),
      [
        { question: 'a configured name', serverName: 'a.test', certificates: list('a'), acknowledged: true },
        { question: 'no name', serverName: null, certificates: list('last'), acknowledged: false },
        {
          question: 'an unknown name',
          serverName: 'x.test',
          certificates: () => [],
          acknowledged: null,
          alerts: ['fatal unrecognized_name'],
        },
      ],
    );
  });
});
