import type { Remedy } from '../../model/diagnosis.js';
import { apache } from './apache.js';
import { caddy } from './caddy.js';
import { type Mend, type Platform, type RemedyFacts, remedyOf } from './facts.js';
import { haproxy } from './haproxy.js';
import { kubernetesIngress } from './kubernetes-ingress.js';
import { loadBalancer } from './load-balancer.js';
import { nginx } from './nginx.js';
import { traefik } from './traefik.js';
import { windowsIis } from './windows-iis.js';

export const PLATFORMS: readonly Platform[] = [
  windowsIis,
  nginx,
  apache,
  haproxy,
  kubernetesIngress,
  caddy,
  traefik,
  loadBalancer,
];

/** One mend on every platform; the one that answered (by its `Server` header) first. */
export function onEveryPlatform(mend: Mend, facts: RemedyFacts, server: string | null): readonly Remedy[] {
  const answered = ({ headers }: Platform): boolean =>
    headers.some((header) => server?.toLowerCase().startsWith(header));
  return [...PLATFORMS.filter(answered), ...PLATFORMS.filter((one) => !answered(one))].map((platform) =>
    remedyOf(platform, mend, facts),
  );
}
