import { expecting, incidents } from '../../support/incident.js';
import { describePeer } from '../../support/peers.js';
import { startNginx } from '../../support/servers/start.js';

const block = (listen: string, name: string, certificate = name.split('.')[0] ?? '', more = ''): string => `
server { listen ${listen}; server_name ${name}; ${more}
  ssl_certificate ${certificate}.pem; ssl_certificate_key ${certificate}.key; return 200; }`;

const fallback = (port: number): string => block(`127.0.0.1:${port} ssl default_server`, 'fallback.test');
const host = (port: number, name: string, certificate?: string, more?: string): string =>
  block(`127.0.0.1:${port} ssl`, name, certificate, more);

const both = (port: number) => [`a.test:${port}@127.0.0.1`, `b.test:${port}@127.0.0.1`];

describePeer('incidents on nginx', ['nginx'], () => {
  incidents(
    startNginx,
    (identities) => ({
      a: identities.issue(['a.test']),
      b: identities.issue(['b.test']),
      fallback: identities.issue(['fallback.test']),
      earlier: identities.issue(['a.test'], { from: -70, until: 20 }),
      expired: identities.issue(['a.test'], { from: -90, until: -1 }),
      rsa: identities.issue(['a.test'], { keyType: 'rsa' }),
      expiredRsa: identities.issue(['a.test'], { keyType: 'rsa', from: -90, until: -1 }),
      edge: identities.issue(['*.herokuapp.com']),
      wildcard: identities.issue(['*.shop.test']),
      fake: identities.selfSigned(
        [
          { type: 'O', value: 'Acme Co' },
          { type: 'CN', value: 'Kubernetes Ingress Controller Fake Certificate' },
        ],
        ['ingress.local'],
      ),
    }),
    (certificates) => [
      {
        title: 'a name without a server block gets the default_server',
        source: 'tLDP #102, mailcow #3690: only the main name’s certificate',
        broken: (port) => [fallback(port), host(port, 'b.test')].join(''),
        mended: (port) => [fallback(port), host(port, 'b.test'), host(port, 'a.test')].join(''),
        targets: both,
        verdicts: { 'a.test': 'critical missing-sni-host-match likely', 'b.test': 'ok' },
      },
      {
        title: 'the ingress has no rule for the host and serves its fake certificate',
        source: 'ingress-nginx #4979',
        broken: (port) => [block(`127.0.0.1:${port} ssl default_server`, '_', 'fake'), host(port, 'b.test')].join(''),
        mended: (port) =>
          [block(`127.0.0.1:${port} ssl default_server`, '_', 'fake'), host(port, 'b.test'), host(port, 'a.test')].join(
            '',
          ),
        targets: both,
        verdicts: { 'a.test': 'critical missing-sni-host-match likely', 'b.test': 'ok' },
      },
      {
        title: 'the rule’s secret names another host: its certificate lacks the name',
        source: 'ingress-nginx #1984',
        broken: (port) => [fallback(port), host(port, 'b.test'), host(port, 'a.test', 'b')].join(''),
        mended: (port) => [fallback(port), host(port, 'b.test'), host(port, 'a.test')].join(''),
        targets: both,
        verdicts: { 'a.test': 'critical wrong-certificate-bound certain', 'b.test': 'ok' },
      },
      {
        title: 'ssl_reject_handshake in the default: a name without a block is refused',
        source: 'facts/servers.md section 2',
        broken: (port) =>
          [
            `server { listen 127.0.0.1:${port} ssl default_server; ssl_reject_handshake on; }`,
            host(port, 'b.test'),
          ].join(''),
        mended: (port) =>
          [
            `server { listen 127.0.0.1:${port} ssl default_server; ssl_reject_handshake on; }`,
            host(port, 'b.test'),
            host(port, 'a.test'),
          ].join(''),
        targets: both,
        verdicts: { 'a.test': 'critical missing-sni-host-match certain', 'b.test': 'ok' },
      },
      {
        title: 'a listener for one address takes its connections away from the name’s block',
        source: 'facts/servers.md section 2: address-specific listeners',
        addresses: ['127.0.0.1', '127.0.0.2'],
        broken: (port) =>
          [
            block(`*:${port} ssl`, 'a.test'),
            block(`*:${port} ssl`, 'b.test'),
            block(`127.0.0.2:${port} ssl`, 'fallback.test'),
          ].join(''),
        mended: (port) => [block(`*:${port} ssl`, 'a.test'), block(`*:${port} ssl`, 'b.test')].join(''),
        targets: (port) => [`a.test:${port}@127.0.0.1,127.0.0.2`, `b.test:${port}@127.0.0.1,127.0.0.2`],
        verdicts: { 'a.test': 'critical ip-binding-conflict likely', 'b.test': 'critical ip-binding-conflict likely' },
        beside: { 'a.test': ['another-server'] },
      },
      {
        title: 'two addresses, and one was forgotten at the renewal',
        source: 'tLDP #102: “Invalid on 1 server (50%)”',
        addresses: ['127.0.0.1', '127.0.0.2'],
        broken: (port) =>
          [block(`127.0.0.1:${port} ssl`, 'a.test'), block(`127.0.0.2:${port} ssl`, 'a.test', 'earlier')].join(''),
        mended: (port) => [block(`127.0.0.1:${port} ssl`, 'a.test'), block(`127.0.0.2:${port} ssl`, 'a.test')].join(''),
        targets: (port) => [{ target: `a.test:${port}@127.0.0.1,127.0.0.2`, expectation: expecting(certificates.a) }],
        verdicts: { 'a.test': 'critical stale-certificate likely' },
      },
      {
        title: 'the renewed ECDSA certificate hides an expired RSA one',
        source: 'facts/servers.md section 4, getssl #570',
        broken: (port) =>
          block(
            `127.0.0.1:${port} ssl`,
            'a.test',
            'a',
            'ssl_certificate expiredRsa.pem; ssl_certificate_key expiredRsa.key;',
          ),
        mended: (port) =>
          block(`127.0.0.1:${port} ssl`, 'a.test', 'a', 'ssl_certificate rsa.pem; ssl_certificate_key rsa.key;'),
        targets: (port) => [`a.test:${port}@127.0.0.1`],
        verdicts: { 'a.test': 'critical key-type-differs certain' },
      },
      {
        title: 'the right certificate, past its end',
        source: 'facts/peers.md section 3',
        broken: (port) => host(port, 'a.test', 'expired'),
        mended: (port) => host(port, 'a.test'),
        targets: (port) => [`a.test:${port}@127.0.0.1`],
        verdicts: { 'a.test': 'critical certificate-invalid likely' },
        findings: ['expired'],
      },
      {
        title: '“ssl” is missing on the listen line',
        source: 'facts/hostile.md row 30',
        broken: (port) => `server { listen 127.0.0.1:${port}; server_name a.test; return 200; }`,
        mended: (port) => host(port, 'a.test'),
        targets: (port) => [`a.test:${port}@127.0.0.1`],
        verdicts: { 'a.test': 'critical not-tls certain' },
      },
      {
        title: 'certificates found by name: the file of one name is missing',
        source: 'facts/servers.md section 2; caddy #6344 shows the same alert 80',
        broken: (port) =>
          [
            fallback(port),
            host(port, 'b.test'),
            `server { listen 127.0.0.1:${port} ssl; server_name a.test;
               ssl_certificate {folder}/$ssl_server_name.missing; ssl_certificate_key {folder}/$ssl_server_name.missing; return 200; }`,
          ].join(''),
        mended: (port) => [fallback(port), host(port, 'b.test'), host(port, 'a.test')].join(''),
        targets: both,
        verdicts: { 'a.test': 'critical private-key-unusable possible', 'b.test': 'ok' },
      },
      {
        title: 'a wildcard block answers for the name with a certificate that does not cover it',
        source: 'facts/servers.md section 5: x.y under a one-label wildcard',
        broken: (port) => [fallback(port), host(port, '*.shop.test', 'wildcard')].join(''),
        targets: (port) => [`x.y.shop.test:${port}@127.0.0.1`, `x.shop.test:${port}@127.0.0.1`],
        verdicts: { 'x.y.shop.test': 'critical missing-sni-host-match likely', 'x.shop.test': 'ok' },
      },
      {
        title: 'one of two addresses leads to another server',
        source: 'acme.sh #4308: another server behind an AAAA record',
        addresses: ['127.0.0.1', '127.0.0.3'],
        broken: (port) => [host(port, 'a.test'), block(`127.0.0.3:${port} ssl`, 'fallback.test')].join(''),
        targets: (port) => [`a.test:${port}@127.0.0.1,127.0.0.3`],
        verdicts: { 'a.test': 'critical ip-binding-conflict' },
        beside: { 'a.test': ['another-server'] },
      },
      {
        title: 'DNS leads to an edge where the name was never set up',
        source: '*.herokuapp.com because DNS points at the wrong target; facts/servers.md section 6: E',
        broken: (port) => host(port, '_', 'edge'),
        targets: (port) => [`a.test:${port}@127.0.0.1`],
        verdicts: { 'a.test': 'critical another-server likely' },
      },
      {
        title: 'the fallback that clients without a name are served has another certificate: that is normal',
        source: 'ingress-nginx #5771, certbot #7728: users are alarmed by it',
        broken: (port) => [fallback(port), host(port, 'a.test'), host(port, 'b.test')].join(''),
        targets: both,
        verdicts: { 'a.test': 'ok', 'b.test': 'ok' },
      },
      {
        title: 'no fallback: clients without a name are refused, and that is worth knowing',
        source: 'nodejs #35543, pypi/support #974',
        broken: (port) =>
          [
            `server { listen 127.0.0.1:${port} ssl default_server; ssl_reject_handshake on; }`,
            host(port, 'a.test'),
          ].join(''),
        targets: (port) => [`a.test:${port}@127.0.0.1`],
        verdicts: { 'a.test': 'ok' },
        findings: ['sni-required'],
      },
      {
        title: 'TLS 1.3 only, and only on P-384: healthy',
        source: 'issue 2: real servers in the tests',
        broken: (port) => host(port, 'a.test', 'a', 'ssl_protocols TLSv1.3; ssl_ecdh_curve secp384r1;'),
        targets: (port) => [`a.test:${port}@127.0.0.1`],
        verdicts: { 'a.test': 'ok' },
      },
    ],
  );
});
