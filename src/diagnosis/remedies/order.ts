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
  ['apache-coyote', 'other'],
  ['apache', 'apache'],
  ['haproxy', 'haproxy'],
  ['caddy', 'caddy'],
  ['traefik', 'traefik'],
];

/**
 * What a cause says of any server stays where it stands. Of the platforms the one that was seen comes first; Windows' go
 * where another server was seen, and come last where nothing speaks for it. http.sys resets, and sends no alert.
 */
export function inOrder(remedies: readonly Remedy[], facts: Facts): readonly Remedy[] {
  const { server, knownProduct, isReset, canBeHttpSys } = facts;
  const said = [knownProduct?.toLowerCase() ?? '', server ?? ''];
  const platform = SIGNS.find(([sign]) => said.some((text) => text.startsWith(sign)))?.[1];
  const isWindows = platform === 'windows-iis' || (canBeHttpSys && platform === undefined && isReset);
  // It says what it is, and it is none of these.
  const meant = isWindows ? 'windows-iis' : (platform ?? (server === null ? null : 'other'));
  const possible = remedies.filter((remedy) => remedy.platform !== 'windows-iis' || isWindows || canBeHttpSys);
  const weight = (remedy: Remedy): number => {
    if (remedy.platform === meant) return 0;
    if (remedy.platform === 'any') return 3;
    return remedy.platform === 'windows-iis' ? 2 : 1;
  };
  const [first] = possible;
  const leads = first?.platform === 'any' ? [first] : [];
  return [...leads, ...possible.slice(leads.length).toSorted((a, b) => weight(a) - weight(b))];
}
