import { incidents } from '../../support/incident.js';
import { describePeer } from '../../support/peers.js';
import { startHaproxy } from '../../support/servers/start.js';

/** A frontend with certificates, the first of which is the default. */
const frontend = (bind: string, certificates: readonly string[], more = ''): string => `
frontend tls_${bind.replaceAll(/\W/g, '_')}
  bind ${bind} ssl ${certificates.map((name) => `crt {folder}/${name}.bundle.pem`).join(' ')} ${more}
  http-request return status 200
`;

/** A router by name in TCP mode in front of `port + 1`. */
const router = (port: number, backends: Readonly<Record<string, number>>): string => `
frontend router
  mode tcp
  bind 127.0.0.1:${port}
  tcp-request inspect-delay 5s
  tcp-request content accept if { req.ssl_hello_type 1 }
${Object.keys(backends)
  .map((name) => `  use_backend to_${name} if { req.ssl_sni -i ${name}.test }`)
  .join('\n')}
  default_backend to_rest
${Object.entries({ ...backends, rest: port + 1 })
  .map(([name, to]) => `backend to_${name}\n  mode tcp\n  server s 127.0.0.1:${to}`)
  .join('\n')}
`;

/** Round robin over `port + 1` and `port + 2`. */
const balancer = (port: number): string => `
listen balancer
  mode tcp
  balance roundrobin
  bind 127.0.0.1:${port}
  server one 127.0.0.1:${port + 1}
  server two 127.0.0.1:${port + 2}
`;

const both = (port: number) => [`a.test:${port}@127.0.0.1`, `b.test:${port}@127.0.0.1`];

describePeer('incidents on HAProxy', ['haproxy'], () => {
  incidents(
    startHaproxy,
    (identities) => ({
      a: identities.issue(['a.test']),
      b: identities.issue(['b.test']),
      first: identities.issue(['first.test']),
      traefik: identities.selfSigned('TRAEFIK DEFAULT CERT', [
        `${'0123456789abcdef'.repeat(2)}.${'fedcba9876543210'.repeat(2)}.traefik.default`,
      ]),
    }),
    () => [
      {
        title: 'a name without a certificate gets the first one',
        source: 'facts/servers.md section 2',
        broken: (port) => frontend(`127.0.0.1:${port}`, ['first', 'b']),
        mended: (port) => frontend(`127.0.0.1:${port}`, ['first', 'b', 'a']),
        targets: both,
        verdicts: { 'a.test': 'critical missing-sni-host-match likely', 'b.test': 'ok' },
      },
      {
        title: 'strict-sni refuses a name without a certificate',
        source: 'facts/servers.md section 2; Java’s unrecognized_name is this seen from the client',
        broken: (port) => frontend(`127.0.0.1:${port}`, ['first', 'b'], 'strict-sni'),
        mended: (port) => frontend(`127.0.0.1:${port}`, ['first', 'b', 'a'], 'strict-sni'),
        targets: both,
        verdicts: { 'a.test': 'critical missing-sni-host-match certain', 'b.test': 'ok' },
      },
      {
        title: 'a default certificate of a product answers',
        source: 'traefik #2829',
        broken: (port) => frontend(`127.0.0.1:${port}`, ['traefik', 'b']),
        mended: (port) => frontend(`127.0.0.1:${port}`, ['traefik', 'b', 'a']),
        targets: both,
        verdicts: { 'a.test': 'critical missing-sni-host-match likely', 'b.test': 'ok' },
      },
      {
        title: 'a router by name without a default closes for a name it does not know',
        source: 'istio #41380: filter_chain_not_found',
        broken: (port) =>
          router(port, { b: port + 1 }).replace('  default_backend to_rest\n', '') +
          frontend(`127.0.0.1:${port + 1}`, ['b', 'a']),
        mended: (port) =>
          router(port, { a: port + 1, b: port + 1 }).replace('  default_backend to_rest\n', '') +
          frontend(`127.0.0.1:${port + 1}`, ['b', 'a']),
        targets: both,
        verdicts: { 'a.test': 'critical missing-sni-host-match likely', 'b.test': 'ok' },
      },
      {
        title: 'a router by name whose backend for one name is down',
        source: 'facts/servers.md section 2: shows exactly what a broken key shows',
        broken: (port) => router(port, { a: 9 }) + frontend(`127.0.0.1:${port + 1}`, ['first', 'b', 'a']),
        mended: (port) => router(port, { a: port + 1 }) + frontend(`127.0.0.1:${port + 1}`, ['first', 'b', 'a']),
        targets: both,
        verdicts: { 'a.test': 'critical private-key-unusable possible', 'b.test': 'ok' },
        beside: { 'a.test': ['backend-unavailable'] },
      },
      {
        title: 'two machines behind a balancer in TCP mode, one of which lacks a name',
        source: 'blackbox_exporter #1047; getssl #136',
        broken: (port) =>
          balancer(port) +
          frontend(`127.0.0.1:${port + 1}`, ['first', 'b', 'a']) +
          frontend(`127.0.0.1:${port + 2}`, ['first', 'b']),
        mended: (port) =>
          balancer(port) +
          frontend(`127.0.0.1:${port + 1}`, ['first', 'b', 'a']) +
          frontend(`127.0.0.1:${port + 2}`, ['first', 'b', 'a']),
        targets: both,
        verdicts: { 'a.test': 'critical rotating-certificates', 'b.test': 'ok' },
      },
      {
        title: 'a listener that expects the PROXY protocol',
        source: 'facts/servers.md section 2: reset for every name',
        broken: (port) => frontend(`127.0.0.1:${port}`, ['a', 'b'], 'accept-proxy'),
        mended: (port) => frontend(`127.0.0.1:${port}`, ['a', 'b']),
        targets: (port) => [`a.test:${port}@127.0.0.1`],
        verdicts: { 'a.test': 'critical no-certificate-served' },
      },
    ],
  );
});
