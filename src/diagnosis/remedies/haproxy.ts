import { files, type Platform, type RemedyFacts, safeName, socket } from './facts.js';

const CHECK_AND_RELOAD = ['$ haproxy -c -f /etc/haproxy/haproxy.cfg && systemctl reload haproxy'];

/** HAProxy selects by the names in the certificates of a bind line, or by its crt-list (facts/servers.md §2). */
export const haproxy: Platform = {
  platform: 'haproxy',
  headers: ['haproxy'],
  steps: {
    'serve-by-name': (facts) => [
      'HAProxy chooses by the names in the certificates of the bind line (or by its crt-list); the first certificate answers for all others. See what it has:',
      `$ grep -nE 'bind|crt' /etc/haproxy/haproxy.cfg`,
      ...addCertificate(facts),
      bindLine(facts, `:${facts.port}`),
      ...CHECK_AND_RELOAD,
    ],
    'free-the-address': (facts) => [
      `A "bind ${socket(facts.address, facts.port)} ssl" has certificates of its own; a bind line for the port alone is not asked at that address. Find it:`,
      `$ grep -nE 'bind .*:${facts.port}' /etc/haproxy/haproxy.cfg`,
      `Let both bind lines read the same folder:`,
      ...addCertificate(facts),
      bindLine(facts, socket(facts.address, facts.port)),
      ...CHECK_AND_RELOAD,
    ],
    'select-by-name': (facts) => [
      'One certificate for all names means that the bind line has one "crt" file: name the folder instead.',
      ...addCertificate(facts),
      bindLine(facts, `:${facts.port}`),
      ...CHECK_AND_RELOAD,
    ],
    'use-the-key': (facts) => [
      'Certificate and key stand in one file and must belong together. Both lines must print the same:',
      `$ openssl x509 -in ${files(facts.host).both} -noout -pubkey | openssl sha256`,
      `$ openssl pkey -in ${files(facts.host).both} -pubout | openssl sha256`,
      ...CHECK_AND_RELOAD,
    ],
    'replace-certificate': (facts) => [
      'See which files the bind line reads, and what is in them:',
      `$ grep -nE 'bind|crt' /etc/haproxy/haproxy.cfg`,
      `$ openssl x509 -in ${files(facts.host).both} -noout -subject -dates -fingerprint -sha256`,
      ...addCertificate(facts),
      ...CHECK_AND_RELOAD,
    ],
    'both-key-types': (facts) => [
      `HAProxy takes an RSA and an ECDSA certificate for one name (files with the endings .rsa and .ecdsa, or two entries): renew both.`,
      `$ openssl x509 -in ${files(facts.host).both} -noout -subject -dates`,
      ...CHECK_AND_RELOAD,
    ],
    'reach-the-backend': (facts) => [
      `In TCP mode a name whose backend is down is closed without a TLS byte. See which backend "req.ssl_sni" gives ${safeName(facts.host)}, and whether its servers are up:`,
      `$ grep -nE 'ssl_sni|use_backend|default_backend' /etc/haproxy/haproxy.cfg`,
      `$ echo 'show stat' | socat stdio /run/haproxy/admin.sock | cut -d, -f1,2,18`,
    ],
    'serve-tls': (facts) => [
      'Has the bind line of the port "ssl" and "crt"? And does nothing in front of it omit the PROXY protocol that "accept-proxy" waits for?',
      `$ grep -nE 'bind' /etc/haproxy/haproxy.cfg`,
      bindLine(facts, `:${facts.port}`),
      ...CHECK_AND_RELOAD,
    ],
  },
};

function addCertificate({ host }: RemedyFacts): readonly string[] {
  const { certificate, key, both } = files(host);
  return [
    'Put the certificate with its intermediates and its key in one file in the folder that the bind line reads:',
    `$ cat ${certificate} ${key} > ${both} && chmod 600 ${both}`,
  ];
}

function bindLine(_facts: RemedyFacts, where: string): string {
  return `    bind ${where} ssl crt /etc/haproxy/certs/`;
}
