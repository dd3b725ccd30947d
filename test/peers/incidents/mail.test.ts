import { incidents } from '../../support/incident.js';
import { describePeer } from '../../support/peers.js';
import { startDovecot } from '../../support/servers/starttls.js';

/** IMAP with STARTTLS on one port; a name is added by a local_name block. */
const config = (port: number, names: readonly string[]): string => `
protocols = imap
ssl_cert = <{folder}/mail.pem
ssl_key = <{folder}/mail.key
${names.map((name) => `local_name ${name}.test {\n  ssl_cert = <{folder}/${name}.pem\n  ssl_key = <{folder}/${name}.key\n}`).join('\n')}
service imap-login {
  inet_listener imap {
    port = ${port}
  }
  inet_listener imaps {
    port = 0
  }
}
`;

describePeer('incidents on Dovecot, behind STARTTLS', ['dovecot'], () => {
  incidents(
    startDovecot,
    (identities) => ({
      mail: identities.issue(['mail.test']),
      a: identities.issue(['a.test']),
      b: identities.issue(['b.test']),
      dovecot: identities.selfSigned([{ type: 'O', value: 'Dovecot mail server' }], ['localhost']),
    }),
    () => [
      {
        title: 'only the main name has its certificate',
        source: 'mailcow #3690',
        broken: (port) => config(port, ['b']),
        mended: (port) => config(port, ['a', 'b']),
        targets: (port) => [`imap://a.test:${port}@127.0.0.1`, `imap://b.test:${port}@127.0.0.1`],
        verdicts: { 'a.test': 'critical missing-sni-host-match', 'b.test': 'ok' },
      },
      {
        title: 'the package’s own certificate answers',
        source: 'facts/servers.md section 6: Dovecot mail server',
        broken: (port) => config(port, ['b']).replaceAll('/mail.', '/dovecot.'),
        mended: (port) => config(port, ['a', 'b']).replaceAll('/mail.', '/dovecot.'),
        targets: (port) => [`imap://a.test:${port}@127.0.0.1`, `imap://b.test:${port}@127.0.0.1`],
        verdicts: { 'a.test': 'critical missing-sni-host-match', 'b.test': 'ok' },
      },
      {
        title: 'STARTTLS is switched off',
        source: 'facts/hostile.md row 35',
        broken: (port) => `${config(port, ['a'])}\nssl = no\n`,
        mended: (port) => config(port, ['a']),
        targets: (port) => [`imap://a.test:${port}@127.0.0.1`],
        verdicts: { 'a.test': 'critical not-tls' },
        findings: ['starttls-missing'],
      },
    ],
  );
});
