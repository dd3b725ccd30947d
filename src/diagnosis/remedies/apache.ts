import { files, type Platform, type RemedyFacts, safeName, socket } from './facts.js';

const CHECK_AND_RELOAD = ['$ apachectl configtest && apachectl graceful'];

/** Apache selects by the best matching address first, then by ServerName and ServerAlias (facts/servers.md §2). */
export const apache: Platform = {
  platform: 'apache',
  headers: ['apache'],
  steps: {
    'serve-by-name': (facts) => [
      'See which virtual host has the name; the first one of an address and port answers for all others:',
      '$ apachectl -S',
      'Give the name a virtual host of its own:',
      virtualHost(facts, `*:${facts.port}`),
      ...CHECK_AND_RELOAD,
    ],
    'free-the-address': (facts) => [
      `A <VirtualHost ${socket(facts.address, facts.port)}> (or with the machine's own address behind NAT) takes every connection to that address away from the *:${facts.port} ones. Find it:`,
      '$ apachectl -S',
      `Either write *:${facts.port} there like everywhere else, or give ${safeName(facts.host)} a virtual host with the same address:`,
      virtualHost(facts, socket(facts.address, facts.port)),
      ...CHECK_AND_RELOAD,
    ],
    'select-by-name': (facts) => [
      'Apache 2.4 knows SNI; one certificate for all names means that one virtual host has the port, or that TLS ends before Apache.',
      '$ apachectl -S',
      virtualHost(facts, `*:${facts.port}`),
      ...CHECK_AND_RELOAD,
    ],
    'use-the-key': (facts) => [
      'Do certificate and key belong together? Both lines must print the same:',
      `$ openssl x509 -in ${files(facts.host).certificate} -noout -pubkey | openssl sha256`,
      `$ openssl pkey -in ${files(facts.host).key} -pubout | openssl sha256`,
      ...CHECK_AND_RELOAD,
    ],
    'replace-certificate': (facts) => [
      `See which file the virtual host of ${safeName(facts.host)} names, and what is in it:`,
      '$ apachectl -S',
      `$ openssl x509 -in ${files(facts.host).certificate} -noout -subject -dates -fingerprint -sha256`,
      'Put the right certificate (with its intermediates below it) and key there, then reload: Apache reads files only then.',
      virtualHost(facts, `*:${facts.port}`),
      ...CHECK_AND_RELOAD,
    ],
    'both-key-types': (facts) => [
      'A virtual host can hold an RSA and an ECDSA certificate, a pair of lines each: renew both pairs, then reload.',
      '$ grep -rnE "ServerName|ServerAlias|SSLCertificate(Key)?File" /etc/apache2 /etc/httpd 2>/dev/null',
      `$ openssl x509 -in ${files(facts.host).certificate} -noout -subject -dates`,
      ...CHECK_AND_RELOAD,
    ],
    'reach-the-backend': () => [
      'Apache ends TLS itself: look at the router or load balancer in front, and whether its backend for this name is up.',
      '$ apachectl -S',
    ],
    'serve-tls': (facts) => [
      `Does Apache listen on the port, with "SSLEngine on" and a certificate?`,
      '$ apachectl -S',
      virtualHost(facts, `*:${facts.port}`),
      ...CHECK_AND_RELOAD,
    ],
  },
};

function virtualHost({ host }: RemedyFacts, where: string): string {
  const { certificate, key } = files(host);
  return [
    `<VirtualHost ${where}>`,
    `    ServerName ${safeName(host)}`,
    '    SSLEngine on',
    `    SSLCertificateFile ${certificate}`,
    `    SSLCertificateKeyFile ${key}`,
    '</VirtualHost>',
  ].join('\n');
}
