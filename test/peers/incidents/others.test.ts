import { describe } from 'vitest';
import type { Identities } from '../../support/identities.js';
import { incidents } from '../../support/incident.js';
import { describePeer } from '../../support/peers.js';
import { startByArguments, startCaddy, startHitch, startLighttpd, startStunnel } from '../../support/servers/start.js';

const issue = (identities: Identities) => ({
  a: identities.issue(['a.test']),
  b: identities.issue(['b.test']),
  first: identities.issue(['first.test']),
  wide: identities.issue(['first.test', 'a.test', 'b.test']),
});

const both = (port: number) => [`a.test:${port}@127.0.0.1`, `b.test:${port}@127.0.0.1`];

const missing = { 'a.test': 'critical missing-sni-host-match', 'b.test': 'ok' };

describePeer('incidents on stunnel', ['stunnel4'], () => {
  const service = (name: string, accept: string): string =>
    `[${name}]\n${accept}\nconnect = 127.0.0.1:9\ncert = {folder}/${name}.pem\nkey = {folder}/${name}.key\n`;
  incidents(startStunnel, issue, () => [
    {
      title: 'a name without a service gets the primary one',
      source: 'facts/servers.md section 2',
      broken: (port) => service('first', `accept = 127.0.0.1:${port}`) + service('b', 'sni = first:b.test'),
      mended: (port) =>
        service('first', `accept = 127.0.0.1:${port}`) +
        service('b', 'sni = first:b.test') +
        service('a', 'sni = first:a.test'),
      targets: both,
      verdicts: missing,
    },
  ]);
});

describePeer('incidents on lighttpd', ['lighttpd', '/usr/lib/lighttpd/mod_openssl.so'], () => {
  const socket = (port: number): string =>
    `server.bind = "127.0.0.1"\nserver.port = ${port}\nssl.engine = "enable"\nssl.pemfile = "{folder}/first.pem"\nssl.privkey = "{folder}/first.key"\n`;
  const host = (name: string): string =>
    `$HTTP["host"] == "${name}.test" { ssl.pemfile = "{folder}/${name}.pem" ssl.privkey = "{folder}/${name}.key" }\n`;
  incidents(startLighttpd, issue, () => [
    {
      title: 'a name without a condition gets the socket’s pemfile',
      source: 'facts/servers.md section 2',
      broken: (port) => socket(port) + host('b'),
      mended: (port) => socket(port) + host('b') + host('a').replace('$HTTP', '\n$HTTP'),
      targets: both,
      verdicts: missing,
    },
  ]);
});

describePeer('incidents on Hitch', ['hitch'], () => {
  const config = (port: number, abort: string, names: readonly string[]): string => `
frontend = "[127.0.0.1]:${port}"
backend = "[127.0.0.1]:9"
sni-nomatch-abort = ${abort}
${names.map((name) => `pem-file = "{folder}/${name}.bundle.pem"`).join('\n')}
`;
  incidents(startHitch, issue, () => [
    {
      title: 'a name without a pem-file gets the last one',
      source: 'facts/servers.md section 2',
      broken: (port) => config(port, 'off', ['b', 'first']),
      mended: (port) => config(port, 'off', ['a', 'b', 'first']),
      targets: both,
      verdicts: missing,
    },
    {
      title: 'sni-nomatch-abort refuses a name without a pem-file',
      source: 'facts/servers.md section 3: fatal 112, unknown name only',
      broken: (port) => config(port, 'on', ['b', 'first']),
      mended: (port) => config(port, 'on', ['a', 'b', 'first']),
      targets: both,
      verdicts: { ...missing, 'a.test': 'critical missing-sni-host-match certain' },
    },
  ]);
});

describePeer('incidents on Caddy', ['caddy'], () => {
  const site = (port: number, name: string): string =>
    `https://${name}.test:${port} {\n  bind 127.0.0.1\n  tls {folder}/${name}.pem {folder}/${name}.key\n  respond "${name}"\n}\n`;
  const config = (port: number, names: readonly string[]): string =>
    `{\n  admin off\n  auto_https disable_redirects\n}\n${names.map((name) => site(port, name)).join('')}`;
  incidents(startCaddy, issue, () => [
    {
      title: 'alert 80 for a name without a site',
      source: 'caddy #6344, #7417',
      broken: (port) => config(port, ['b']),
      mended: (port) => config(port, ['a', 'b']),
      targets: both,
      verdicts: missing,
    },
  ]);
});

describePeer('incidents on servers of one certificate', ['openssl', 'gnutls-serv'], () => {
  const pair = (name: string): readonly string[] => [
    '-cert',
    `{folder}/${name}.leaf.pem`,
    '-key',
    `{folder}/${name}.key`,
    '-cert_chain',
    `{folder}/${name}.chain.pem`,
  ];

  describe('openssl s_server', () => {
    incidents(
      ({ config, ...setup }) => startByArguments('openssl', config.split(' '), setup),
      issue,
      () => [
        {
          title: 'the default for every name: the server’s callback is never called',
          source: 'bun #33536',
          broken: (port) => ['s_server', '-accept', `127.0.0.1:${port}`, '-www', ...pair('first')].join(' '),
          mended: (port) => ['s_server', '-accept', `127.0.0.1:${port}`, '-www', ...pair('wide')].join(' '),
          targets: both,
          verdicts: { 'a.test': 'critical fallback-certificate', 'b.test': 'critical fallback-certificate' },
          beside: { 'a.test': ['sni-not-supported', 'missing-sni-host-match'] },
        },
        {
          title: 'only TLS 1.0 and 1.1: the certificate is fetched, and the versions are a finding',
          source: 'issue 2: TLS 1.0 and 1.1 answers are read too',
          broken: (port) =>
            [
              's_server',
              '-accept',
              `127.0.0.1:${port}`,
              '-www',
              ...pair('a'),
              '-tls1',
              '-cipher',
              'ALL:@SECLEVEL=0',
            ].join(' '),
          mended: (port) => ['s_server', '-accept', `127.0.0.1:${port}`, '-www', ...pair('a')].join(' '),
          targets: (port) => [`a.test:${port}@127.0.0.1`],
          verdicts: { 'a.test': 'warning' },
          findings: ['legacy-protocol-only'],
        },
        {
          title: 'only TLS 1.0 and 1.1, and nobody trusts it: trust is asked in that version too',
          source: 'issue 2: TLS 1.0 and 1.1 answers are read too',
          broken: (port) =>
            [
              's_server',
              '-accept',
              `127.0.0.1:${port}`,
              '-www',
              ...pair('a'),
              '-tls1',
              '-cipher',
              'ALL:@SECLEVEL=0',
            ].join(' '),
          targets: (port) => [`a.test:${port}@127.0.0.1`],
          verdicts: { 'a.test': 'critical certificate-invalid' },
          findings: ['legacy-protocol-only'],
          options: { trust: { mode: 'bundled', ca: [], caSource: null } },
        },
        {
          title: 'a client certificate is demanded: healthy, and trust could not be asked',
          source: 'zgrab2 #582: the evidence was lost',
          broken: (port) =>
            [
              's_server',
              '-accept',
              `127.0.0.1:${port}`,
              '-www',
              ...pair('a'),
              '-Verify',
              '1',
              '-verify_return_error',
            ].join(' '),
          targets: (port) => [`a.test:${port}@127.0.0.1`],
          verdicts: { 'a.test': 'ok' },
        },
      ],
    );
  });

  describe('gnutls-serv', () => {
    incidents(
      ({ config, ...setup }) => startByArguments('gnutls-serv', config.split(' '), setup),
      issue,
      () => [
        {
          title: 'a warning beside the right certificate: a virtual host whose name is wrong',
          source: 'facts/servers.md section 3: warning 112 with the right certificate; strict clients fail',
          broken: (port) =>
            `--http --port=${port} --quiet --x509certfile={folder}/wide.pem --x509keyfile={folder}/wide.key --sni-hostname=first.test`,
          mended: (port) =>
            `--http --port=${port} --quiet --x509certfile={folder}/wide.pem --x509keyfile={folder}/wide.key --sni-hostname=a.test`,
          targets: (port) => [`a.test:${port}@127.0.0.1`],
          verdicts: { 'a.test': 'warning' },
          findings: ['unrecognized-name-warning'],
        },
      ],
    );
  });
});
