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

/**
 * The remedies to show: those for the platform that the `Server` header names, those for any, and otherwise the first,
 * for diagnosis puts the likeliest first; but not Windows' where the server calls itself something else. The others are on
 * the cause's page.
 */
export function relevantRemedies(
  remedies: readonly Remedy[],
  server: string | null,
): { readonly shown: readonly Remedy[]; readonly others: readonly Remedy[] } {
  const platform = SERVERS.find(([pattern]) => pattern.test(server ?? ''))?.[1] ?? null;
  const possible = server === null ? remedies : remedies.filter((remedy) => remedy.platform !== 'windows-iis');
  const meant = remedies.some((remedy) => remedy.platform === platform) ? platform : (possible[0]?.platform ?? null);
  const shown = remedies.filter((remedy) => remedy.platform === meant || remedy.platform === 'any');
  return { shown, others: remedies.filter((remedy) => !shown.includes(remedy)) };
}
