import { incidents } from '../../support/incident.js';
import { describePeer } from '../../support/peers.js';
import { startApache } from '../../support/servers/start.js';

const host = (listen: string, name: string, certificate = name, more = ''): string => `
<VirtualHost ${listen}>
  ServerName ${name}.test
  SSLEngine on
  SSLCertificateFile {folder}/${certificate}.pem
  SSLCertificateKeyFile {folder}/${certificate}.key
  ${more}
</VirtualHost>`;

const listen = (port: number, ...addresses: readonly string[]): string =>
  addresses.map((address) => `Listen ${address}:${port} https\n`).join('');

const both = (port: number) => [`a.test:${port}@127.0.0.1`, `b.test:${port}@127.0.0.1`];

describePeer('incidents on Apache', ['apache2'], () => {
  incidents(
    startApache,
    (identities) => ({
      a: identities.issue(['a.test']),
      b: identities.issue(['b.test']),
      first: identities.issue(['first.test']),
      package: identities.selfSigned(
        [
          { type: 'O', value: 'SomeOrganization' },
          { type: 'OU', value: 'SomeOrganizationalUnit' },
          { type: 'CN', value: 'localhost.localdomain' },
        ],
        [],
      ),
    }),
    () => [
      {
        title: 'a name without a virtual host gets the first one',
        source: 'facts/servers.md section 2',
        broken: (port) =>
          listen(port, '127.0.0.1') + host(`127.0.0.1:${port}`, 'first') + host(`127.0.0.1:${port}`, 'b'),
        mended: (port) =>
          listen(port, '127.0.0.1') +
          host(`127.0.0.1:${port}`, 'first') +
          host(`127.0.0.1:${port}`, 'b') +
          host(`127.0.0.1:${port}`, 'a'),
        targets: both,
        verdicts: { 'a.test': 'critical missing-sni-host-match', 'b.test': 'ok' },
      },
      {
        title: 'the package’s own certificate answers, for the name has no virtual host',
        source: 'facts/servers.md section 6: SomeOrganization',
        broken: (port) =>
          listen(port, '127.0.0.1') +
          host(`127.0.0.1:${port}`, 'localhost', 'package') +
          host(`127.0.0.1:${port}`, 'b'),
        mended: (port) =>
          listen(port, '127.0.0.1') +
          host(`127.0.0.1:${port}`, 'localhost', 'package') +
          host(`127.0.0.1:${port}`, 'b') +
          host(`127.0.0.1:${port}`, 'a'),
        targets: both,
        verdicts: { 'a.test': 'critical missing-sni-host-match likely', 'b.test': 'ok' },
      },
      {
        title: 'a virtual host with another name’s certificate',
        source: 'NginxProxyManager #4683 and its like',
        broken: (port) =>
          listen(port, '127.0.0.1') +
          host(`127.0.0.1:${port}`, 'first') +
          host(`127.0.0.1:${port}`, 'b') +
          host(`127.0.0.1:${port}`, 'a', 'b'),
        mended: (port) =>
          listen(port, '127.0.0.1') +
          host(`127.0.0.1:${port}`, 'first') +
          host(`127.0.0.1:${port}`, 'b') +
          host(`127.0.0.1:${port}`, 'a'),
        targets: both,
        verdicts: { 'a.test': 'critical wrong-certificate-bound certain', 'b.test': 'ok' },
      },
      {
        title: 'virtual hosts of one address hide those of *:port',
        source: 'facts/servers.md section 2: address-specific listeners',
        addresses: ['127.0.0.1', '127.0.0.2'],
        broken: (port) =>
          listen(port, '127.0.0.1', '127.0.0.2') +
          host(`*:${port}`, 'a') +
          host(`*:${port}`, 'b') +
          host(`127.0.0.2:${port}`, 'first'),
        mended: (port) => listen(port, '127.0.0.1', '127.0.0.2') + host(`*:${port}`, 'a') + host(`*:${port}`, 'b'),
        targets: (port) => [`a.test:${port}@127.0.0.1,127.0.0.2`, `b.test:${port}@127.0.0.1,127.0.0.2`],
        verdicts: { 'a.test': 'critical ip-binding-conflict likely', 'b.test': 'critical ip-binding-conflict likely' },
      },
      {
        title: 'SSLEngine is missing: the port speaks HTTP',
        source: 'facts/hostile.md row 30',
        broken: (port) =>
          `${listen(port, '127.0.0.1').replaceAll(' https', ' http')}<VirtualHost 127.0.0.1:${port}>\nServerName a.test\n</VirtualHost>`,
        mended: (port) => listen(port, '127.0.0.1') + host(`127.0.0.1:${port}`, 'a'),
        targets: (port) => [`a.test:${port}@127.0.0.1`],
        verdicts: { 'a.test': 'critical not-tls certain' },
      },
    ],
  );
});
