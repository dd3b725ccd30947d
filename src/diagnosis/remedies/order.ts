import type { Remedy } from '../../model/diagnosis.js';
import type { Facts } from '../causes/facts.js';

/** By what the server says of itself, or by whose default certificate it serves: beginnings of either, in lower case. */
const SIGNS: readonly (readonly [sign: string, platform: string])[] = [
  ['microsoft-iis', 'windows-iis'],
  ['microsoft-httpapi', 'windows-iis'],
  ['windows web management', 'windows-iis'],
  ['ingress-nginx', 'kubernetes-ingress'],
  ['nginx', 'nginx'],
  ['openresty', 'nginx'],
  ['apache-coyote', 'any'],
  ['apache', 'apache'],
  ['haproxy', 'haproxy'],
  ['caddy', 'caddy'],
  ['traefik', 'traefik'],
];

/** The platform that was seen first, then the others as they stand; without a sign nothing moves. */
export function seenFirst(remedies: readonly Remedy[], { server, knownProduct }: Facts): readonly Remedy[] {
  const said = [knownProduct?.toLowerCase() ?? '', server ?? ''];
  const platform = SIGNS.find(([sign]) => said.some((text) => text.startsWith(sign)))?.[1];
  return remedies.toSorted((a, b) => Number(b.platform === platform) - Number(a.platform === platform));
}
