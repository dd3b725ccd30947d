import { afterAll, beforeAll, describe } from 'vitest';
import { certificateFiles, type Identity, makeIdentities } from '../../support/identities.js';
import { describePeer } from '../../support/peers.js';
import { freePort } from '../../support/ports.js';
import type { RunningServer } from '../../support/process.js';
import { startDovecot, startExim } from '../../support/servers/starttls.js';
import { compareStartTls } from '../../support/starttls-suite.js';

const certificates: Record<string, Identity> = {};
const list = (name: string) => () => certificates[name]?.listSha256 ?? [];

beforeAll(async () => {
  const identities = await makeIdentities();
  certificates.first = identities.issue(['first.test']);
  certificates.a = identities.issue(['a.test']);
});

describePeer('Dovecot: always acknowledged', ['dovecot', 'openssl'], () => {
  let server: RunningServer;
  const ports = { imap: 0, pop3: 0 };

  beforeAll(async () => {
    ports.imap = await freePort();
    ports.pop3 = await freePort();
    server = await startDovecot({
      config: `
protocols = imap pop3
ssl_cert = <{folder}/first.pem
ssl_key = <{folder}/first.key
local_name a.test {
  ssl_cert = <{folder}/a.pem
  ssl_key = <{folder}/a.key
}
service imap-login {
  inet_listener imap {
    port = ${ports.imap}
  }
  inet_listener imaps {
    port = 0
  }
}
service pop3-login {
  inet_listener pop3 {
    port = ${ports.pop3}
  }
  inet_listener pop3s {
    port = 0
  }
}
`,
      files: certificateFiles(certificates),
      places: Object.values(ports).map((port) => ({ address: '127.0.0.1', port })),
    });
  });

  afterAll(() => server?.stop());

  describe.each(['imap', 'pop3'] as const)('%s', (protocol) => {
    compareStartTls(protocol, () => ports[protocol], {
      named: { serverName: 'a.test', certificates: list('a'), acknowledged: true },
      nameless: { serverName: null, certificates: list('first'), acknowledged: false },
      unknown: { serverName: 'x.test', certificates: list('first'), acknowledged: true },
    });
  });
});

describePeer('Exim with GnuTLS: never acknowledged', ['exim4', 'openssl'], () => {
  let server: RunningServer;
  let port = 0;

  beforeAll(async () => {
    port = await freePort();
    server = await startExim({
      config: `
daemon_smtp_ports = ${port}
tls_certificate = \${if eq{$tls_in_sni}{a.test}{{folder}/a.pem}{{folder}/first.pem}}
tls_privatekey = \${if eq{$tls_in_sni}{a.test}{{folder}/a.key}{{folder}/first.key}}
`,
      files: certificateFiles(certificates),
      places: [{ address: '127.0.0.1', port }],
    });
  });

  afterAll(() => server?.stop());

  compareStartTls('smtp', () => port, {
    named: { serverName: 'a.test', certificates: list('a'), acknowledged: false },
    nameless: { serverName: null, certificates: list('first'), acknowledged: false },
    unknown: { serverName: 'x.test', certificates: list('first'), acknowledged: false },
  });
});
