import { files, type Platform, type RemedyFacts, safeName, socket } from './facts.js';

const CHECK_AND_RELOAD = ['$ nginx -t && nginx -s reload'];

/** nginx selects by `listen` address first, then by server_name inside that listener (facts/servers.md §2). */
export const nginx: Platform = {
  platform: 'nginx',
  headers: ['nginx', 'openresty'],
  steps: {
    'serve-by-name': (facts) => [
      'See which server block has the name, and which addresses it listens on:',
      `$ nginx -T 2>/dev/null | grep -nE '(listen|server_name|ssl_certificate) '`,
      'Give the name a server block of its own, on the same port as the others:',
      serverBlock(facts, [`listen ${facts.port} ssl;`, `listen [::]:${facts.port} ssl;`]),
      ...CHECK_AND_RELOAD,
    ],
    'free-the-address': (facts) => [
      `A "listen ${socket(facts.address, facts.port)}" (or with the machine's own address behind NAT) takes every connection to that address away from the blocks that listen on the port alone. Find it:`,
      `$ nginx -T 2>/dev/null | grep -nE 'listen .*:${facts.port}'`,
      `Either write "listen ${facts.port} ssl;" there like everywhere else, or give ${safeName(facts.host)} a listen line with the same address:`,
      serverBlock(facts, [`listen ${socket(facts.address, facts.port)} ssl;`]),
      ...CHECK_AND_RELOAD,
    ],
    'select-by-name': (facts) => [
      'nginx knows SNI (nginx -V says "TLS SNI support enabled"); one certificate for all names means that only one server block has the port, or that TLS ends before nginx.',
      '$ nginx -V 2>&1 | grep -i sni',
      serverBlock(facts, [`listen ${facts.port} ssl;`, `listen [::]:${facts.port} ssl;`]),
      ...CHECK_AND_RELOAD,
    ],
    'use-the-key': (facts) => [
      'Do certificate and key belong together? Both lines must print the same:',
      `$ openssl x509 -in ${files(facts.host).certificate} -noout -pubkey | openssl sha256`,
      `$ openssl pkey -in ${files(facts.host).key} -pubout | openssl sha256`,
      'With a variable in ssl_certificate a missing or unreadable file fails for that name alone (alert 80): see the error log.',
      '$ tail -n 50 /var/log/nginx/error.log',
      ...CHECK_AND_RELOAD,
    ],
    'replace-certificate': (facts) => [
      `See which file the server block of ${safeName(facts.host)} names, and what is in it:`,
      `$ nginx -T 2>/dev/null | grep -nE '(server_name|ssl_certificate) '`,
      `$ openssl x509 -in ${files(facts.host).certificate} -noout -subject -dates -fingerprint -sha256`,
      'Put the right certificate (with its intermediates below it) and key there, then reload: nginx reads files only then.',
      serverBlock(facts, [`listen ${facts.port} ssl;`, `listen [::]:${facts.port} ssl;`]),
      ...CHECK_AND_RELOAD,
    ],
    'both-key-types': (facts) => [
      'A server block can hold an RSA and an ECDSA certificate, a pair of lines each: renew both pairs, then reload.',
      `$ nginx -T 2>/dev/null | grep -nE '(server_name|ssl_certificate|ssl_certificate_key) '`,
      `$ openssl x509 -in ${files(facts.host).certificate} -noout -subject -dates -text | grep -E 'Not|Subject:|Public Key Algorithm'`,
      ...CHECK_AND_RELOAD,
    ],
    'reach-the-backend': (facts) => [
      `With ssl_preread see which upstream "map $ssl_preread_server_name" gives ${safeName(facts.host)}, and whether it answers:`,
      `$ nginx -T 2>/dev/null | grep -nE 'ssl_preread_server_name|upstream|proxy_pass'`,
      '$ tail -n 50 /var/log/nginx/error.log',
    ],
    'serve-tls': (facts) => [
      `Does a server block listen on the port with "ssl", and has it a certificate?`,
      `$ nginx -T 2>/dev/null | grep -nE 'listen|ssl_certificate|ssl_reject_handshake'`,
      serverBlock(facts, [`listen ${facts.port} ssl;`, `listen [::]:${facts.port} ssl;`]),
      ...CHECK_AND_RELOAD,
    ],
  },
};

function serverBlock({ host }: RemedyFacts, listens: readonly string[]): string {
  const { certificate, key } = files(host);
  return [
    'server {',
    ...listens.map((line) => `    ${line}`),
    `    server_name ${safeName(host)};`,
    `    ssl_certificate ${certificate};`,
    `    ssl_certificate_key ${key};`,
    '}',
  ].join('\n');
}
