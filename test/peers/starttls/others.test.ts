import { afterAll, beforeAll } from 'vitest';
import { certificateFiles, type Identity, makeIdentities } from '../../support/identities.js';
import { describePeer } from '../../support/peers.js';
import { freePort } from '../../support/ports.js';
import type { RunningServer } from '../../support/process.js';
import { startPostgres, startSlapd, startVsftpd } from '../../support/servers/starttls.js';
import { compareStartTls } from '../../support/starttls-suite.js';

const certificates: Record<string, Identity> = {};
const list = () => certificates.a?.listSha256 ?? [];

/** One certificate for every name, never acknowledged. */
const ONE = {
  named: { serverName: 'a.test', certificates: list, acknowledged: false },
  nameless: { serverName: null, certificates: list, acknowledged: false },
  unknown: { serverName: 'x.test', certificates: list, acknowledged: false },
};

beforeAll(async () => {
  const identities = await makeIdentities();
  certificates.a = identities.issue(['a.test'], { keyType: 'rsa' });
});

describePeer('slapd', ['slapd', 'openssl'], () => {
  let server: RunningServer;
  let port = 0;

  beforeAll(async () => {
    port = await freePort();
    server = await startSlapd({
      port,
      config:
        'TLSCertificateFile {folder}/a.leaf.pem\nTLSCACertificateFile {folder}/a.chain.pem\nTLSCertificateKeyFile {folder}/a.key\n',
      files: certificateFiles(certificates),
      places: [{ address: '127.0.0.1', port }],
    });
  });

  afterAll(() => server?.stop());

  compareStartTls('ldap', () => port, ONE);
});

describePeer('vsftpd', ['vsftpd', 'openssl'], () => {
  let server: RunningServer;
  let port = 0;

  beforeAll(async () => {
    port = await freePort();
    server = await startVsftpd({
      config: `listen_port=${port}\nrsa_cert_file={folder}/a.pem\nrsa_private_key_file={folder}/a.key\n`,
      files: certificateFiles(certificates),
      places: [{ address: '127.0.0.1', port }],
    });
  });

  afterAll(() => server?.stop());

  compareStartTls('ftp', () => port, ONE);
});

describePeer('PostgreSQL', ['postgres', 'initdb', 'openssl'], () => {
  let server: RunningServer;
  let port = 0;

  beforeAll(async () => {
    port = await freePort();
    server = await startPostgres({
      port,
      files: certificateFiles(certificates),
      places: [{ address: '127.0.0.1', port }],
    });
  });

  afterAll(() => server?.stop());

  compareStartTls('postgres', () => port, ONE);
});
