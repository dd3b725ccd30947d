import { files, type Platform, type RemedyFacts, safeName } from './facts.js';

const LOG = '$ docker logs traefik 2>&1 | grep -iE "certificate|acme|tls" | tail -n 50';

/** Traefik serves its default certificate where no router or certificate has the name (its documentation). */
export const traefik: Platform = {
  platform: 'traefik',
  headers: ['traefik'],
  steps: {
    'serve-by-name': (facts) => [
      'The router of the name needs tls and a certificate:',
      router(facts),
      certificates(facts),
      LOG,
    ],
    'free-the-address': () => [
      'Entry points that bind different addresses have routers of their own: list this entry point in "entryPoints" of the router.',
      LOG,
    ],
    'select-by-name': (facts) => [
      'Each name needs a certificate in tls.certificates or a resolver:',
      certificates(facts),
      LOG,
    ],
    'use-the-key': (facts) => [
      'Do certificate and key belong together? Both lines must print the same:',
      `$ openssl x509 -in ${files(facts.host).certificate} -noout -pubkey | openssl sha256`,
      `$ openssl pkey -in ${files(facts.host).key} -pubout | openssl sha256`,
      LOG,
    ],
    'replace-certificate': (facts) => [
      'Replace the files; the file provider takes them up by itself:',
      certificates(facts),
      LOG,
    ],
    'both-key-types': (facts) => ['Renew the certificate of the other key type too:', certificates(facts), LOG],
    'reach-the-backend': () => [
      'A TCP router with tls.passthrough closes when its service has no server that is up.',
      LOG,
    ],
    'serve-tls': (facts) => ['The router must be a tls one at the entry point of this port:', router(facts), LOG],
  },
};

function router({ host }: RemedyFacts): string {
  return [
    'http:',
    '  routers:',
    '    <router>:',
    `      rule: Host(\`${safeName(host)}\`)`,
    '      entryPoints: [websecure]',
    '      service: <service>',
    '      tls: {}',
  ].join('\n');
}

function certificates({ host }: RemedyFacts): string {
  const { certificate, key } = files(host);
  return ['tls:', '  certificates:', `    - certFile: ${certificate}`, `      keyFile: ${key}`].join('\n');
}
