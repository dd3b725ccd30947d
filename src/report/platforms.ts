import type { Remedy } from '../model/diagnosis.js';

const TITLES: Readonly<Record<string, string>> = {
  'windows-iis': 'Windows / IIS',
  nginx: 'nginx',
  apache: 'Apache',
  haproxy: 'HAProxy',
  'kubernetes-ingress': 'Kubernetes ingress',
  caddy: 'Caddy',
  traefik: 'Traefik',
  'load-balancer': 'a load balancer',
  other: 'another server',
  postfix: 'Postfix',
  exim: 'Exim',
  dovecot: 'Dovecot',
  openldap: 'OpenLDAP',
  postgresql: 'PostgreSQL',
  mysql: 'MySQL',
  vsftpd: 'vsftpd',
  'windows-rdp': 'Windows / Remote Desktop',
  any: 'any server',
};

/** `Server` headers that tell the platform. */
const SERVERS: readonly (readonly [RegExp, string])[] = [
  [/^(?:Microsoft-IIS|Microsoft-HTTPAPI)/i, 'windows-iis'],
  [/^(?:nginx|openresty)/i, 'nginx'],
  [/^Apache(?:\/|$| )/i, 'apache'],
  [/^Caddy/i, 'caddy'],
  [/haproxy/i, 'haproxy'],
  [/^traefik/i, 'traefik'],
];

export function platformTitle(platform: string): string {
  return TITLES[platform] ?? platform;
}

/** Servers of one protocol: where they are among the remedies, the port speaks it, and any of them may be there. */
const SERVICES: readonly string[] = [
  'postfix',
  'exim',
  'dovecot',
  'openldap',
  'postgresql',
  'mysql',
  'vsftpd',
  'windows-rdp',
];

/**
 * The remedies to show: those for the platform that the `Server` header names, those for any, and otherwise the first,
 * for diagnosis puts the likeliest first; but not Windows' where the server calls itself something else. The others are on
 * the cause's page.
 */
export function relevantRemedies(
  remedies: readonly Remedy[],
  server: string | null,
): { readonly shown: readonly Remedy[]; readonly others: readonly Remedy[] } {
  const has = (platform: string | null): boolean => remedies.some((remedy) => remedy.platform === platform);
  const seen = SERVERS.find(([pattern]) => pattern.test(server ?? ''))?.[1] ?? (server === null ? null : 'other');
  const possible = server === null ? remedies : remedies.filter((remedy) => remedy.platform !== 'windows-iis');
  const meant = has(seen) ? seen : (possible[0]?.platform ?? null);
  const shown = remedies.filter(
    ({ platform }) => platform === meant || platform === 'any' || SERVICES.includes(platform),
  );
  return { shown, others: remedies.filter((remedy) => !shown.includes(remedy)) };
}
