import { afterAll, beforeAll, describe } from 'vitest';
import { certificateFiles, type Identity, makeIdentities } from '../support/identities.js';
import { comparePeer } from '../support/peer-suite.js';
import { describePeer } from '../support/peers.js';
import { freePort } from '../support/ports.js';
import type { RunningServer } from '../support/process.js';
import { startHaproxy } from '../support/servers/start.js';

describePeer('HAProxy', ['haproxy', 'openssl'], () => {
  const certificates: Record<string, Identity> = {};
  let server: RunningServer;
  const ports = { lenient: 0, strict: 0, router: 0 };
  const list = (name: string) => () => certificates[name]?.listSha256 ?? [];

  beforeAll(async () => {
    const identities = await makeIdentities();
    for (const name of ['first', 'a']) certificates[name] = identities.issue([`${name}.test`]);
    for (const key of Object.keys(ports) as (keyof typeof ports)[]) ports[key] = await freePort();
    const crt = 'crt {folder}/first.bundle.pem crt {folder}/a.bundle.pem';
    const answer = 'http-request return status 200';
    server = await startHaproxy({
      config: `
frontend lenient
  bind 127.0.0.1:${ports.lenient} ssl ${crt}
  ${answer}
frontend strict
  bind 127.0.0.1:${ports.strict} ssl ${crt} strict-sni
  ${answer}
frontend router
  mode tcp
  bind 127.0.0.1:${ports.router}
  tcp-request inspect-delay 5s
  tcp-request content accept if { req.ssl_hello_type 1 }
  use_backend lenient_backend if { req.ssl_sni -i a.test }
backend lenient_backend
  mode tcp
  server lenient 127.0.0.1:${ports.lenient}
`,
      files: certificateFiles(certificates),
      places: [ports.lenient, ports.strict, ports.router].map((port) => ({ address: '127.0.0.1', port })),
    });
  });

  afterAll(() => server?.stop());

  describe('without strict-sni: always acknowledged', () => {
    comparePeer(
      () => ({ address: '127.0.0.1', port: ports.lenient }),
      [
        { question: 'a configured name', serverName: 'a.test', certificates: list('a'), acknowledged: true },
        { question: 'no name', serverName: null, certificates: list('first'), acknowledged: false },
        { question: 'an unknown name', serverName: 'x.test', certificates: list('first'), acknowledged: true },
      ],
    );
  });

  describe('with strict-sni', () => {
    const refused = { certificates: () => [], acknowledged: null, alerts: ['fatal unrecognized_name'] };
    comparePeer(
      () => ({ address: '127.0.0.1', port: ports.strict }),
      [
        { question: 'a configured name', serverName: 'a.test', certificates: list('a'), acknowledged: true },
        { question: 'no name', serverName: null, ...refused },
        { question: 'an unknown name', serverName: 'x.test', ...refused },
      ],
    );
  });

  describe('a router by name without a default closes without a word', () => {
    const closed = { certificates: () => [], acknowledged: null, alerts: [] };
    comparePeer(
      () => ({ address: '127.0.0.1', port: ports.router }),
      [
        { question: 'a routed name', serverName: 'a.test', certificates: list('a'), acknowledged: true },
        { question: 'no name', serverName: null, ...closed },
        { question: 'an unknown name', serverName: 'x.test', ...closed },
      ],
    );
  });
});
