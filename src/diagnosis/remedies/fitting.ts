import type { Remedy } from '../../model/diagnosis.js';
import type { Facts } from '../causes/facts.js';
import { inOrder } from './order.js';
import { isWeb, serviceRemedies } from './services.js';

/** Platforms that serve the web: none of them is what speaks a mail, directory or database protocol. */
const WEB: readonly string[] = [
  'windows-iis',
  'nginx',
  'apache',
  'haproxy',
  'kubernetes-ingress',
  'caddy',
  'traefik',
  'other',
];

/** The remedies that fit what was seen: those of the protocol that is spoken there, the likeliest platform first. */
export function fitting(remedies: readonly Remedy[], facts: Facts): readonly Remedy[] {
  if (isWeb(facts)) return inOrder(remedies, facts);
  const rest = remedies.filter(({ platform }) => !WEB.includes(platform));
  // Whatever is mended in a web server's configuration is mended in this one's.
  const mended = remedies.some(({ platform }) => platform === 'nginx') ? serviceRemedies(facts) : [];
  return [
    ...rest.filter(({ platform }) => platform === 'any'),
    ...mended,
    ...rest.filter(({ platform }) => platform !== 'any'),
  ];
}
