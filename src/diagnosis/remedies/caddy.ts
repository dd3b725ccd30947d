import { files, type Platform, type RemedyFacts, safeName } from './facts.js';

const RELOAD = '$ caddy validate --config /etc/caddy/Caddyfile && caddy reload --config /etc/caddy/Caddyfile';
const LOG = '$ journalctl -u caddy --since -1h | grep -iE "obtain|certificate|error"';

/** Caddy obtains a certificate for each site address; without one it answers alert 80 (facts/servers.md §2). */
export const caddy: Platform = {
  platform: 'caddy',
  headers: ['caddy'],
  steps: {
    'serve-by-name': (facts) => [
      'Give the name a site block; Caddy then obtains a certificate for it:',
      site(facts),
      RELOAD,
      LOG,
    ],
    'free-the-address': (facts) => [
      'A "bind" line keeps a site to some addresses. Let the site of this name listen at this address too:',
      '$ grep -nE "^[^#]*(bind|:443)" /etc/caddy/Caddyfile',
      site(facts),
      RELOAD,
    ],
    'select-by-name': (facts) => ['Each name needs a site address of its own:', site(facts), RELOAD],
    'use-the-key': (facts) => [
      'Alert 80 means that Caddy has no certificate for the name yet: obtaining it failed or is under way. The log says why.',
      LOG,
      'With files of your own, certificate and key must belong together. Both lines must print the same:',
      `$ openssl x509 -in ${files(facts.host).certificate} -noout -pubkey | openssl sha256`,
      `$ openssl pkey -in ${files(facts.host).key} -pubout | openssl sha256`,
    ],
    'replace-certificate': (facts) => [
      'Caddy renews what it obtained itself; a "tls" line with files is yours to renew:',
      '$ grep -nE "tls " /etc/caddy/Caddyfile',
      `$ openssl x509 -in ${files(facts.host).certificate} -noout -subject -dates`,
      RELOAD,
      LOG,
    ],
    'both-key-types': () => [
      'Caddy obtains one key type ("key_type" in the global options); another comes from elsewhere.',
      LOG,
    ],
    'reach-the-backend': () => ['Caddy ends TLS itself: look at what stands in front of it.', LOG],
    'serve-tls': (facts) => [
      'Has the site a name (not only ":443"), and was a certificate obtained?',
      site(facts),
      RELOAD,
      LOG,
    ],
  },
};

function site({ host }: RemedyFacts): string {
  return [`${safeName(host)} {`, '    respond "ok"', '}'].join('\n');
}
