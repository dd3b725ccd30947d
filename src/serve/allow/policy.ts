import { UsageError } from '../../errors.js';
import { contains, isLoopback, type Network, narrowestNaming, readNetwork, unmapped } from './networks.js';

/** What `--allow` says: names that may be asked about, and networks that may be dialled. */
export interface AllowPolicy {
  readonly names: readonly string[];
  readonly networks: readonly Network[];
  /** Addresses of this machine's interfaces, now. */
  readonly own: () => readonly string[];
}

/** Nothing but the manifest. */
export const MANIFEST_ONLY: AllowPolicy = { names: [], networks: [], own: () => [] };

/**
 * Patterns of `--allow`: `shop.example`, `*.shop.example` (any number of labels), `*`; `10.0.0.0/8`, `2001:db8::/32`, an
 * address. Throws UsageError `bad-option`.
 *
 * @param own addresses of this machine's interfaces, now
 */
export function readAllow(patterns: readonly string[], own: AllowPolicy['own'] = () => []): AllowPolicy {
  const names: string[] = [];
  const networks: Network[] = [];
  for (const pattern of patterns.map((each) => each.trim().toLowerCase())) {
    const network = readNetwork(pattern);
    if (network !== null) networks.push(network);
    else if (/^(\*|(\*\.)?[a-z0-9_]([a-z0-9_-]*)(\.[a-z0-9_-]+)*)$/.test(pattern) && !/^[\d.]+$/.test(pattern)) {
      names.push(pattern);
    } else {
      throw new UsageError(
        'bad-option',
        `--allow ${JSON.stringify(pattern)}: a name or a network was expected`,
        'Such as shop.example, *.shop.example, 10.0.0.0/8 or 2001:db8::5.',
      );
    }
  }
  return { names, networks, own };
}

/** Why a target may not be asked about, before anything is resolved; null: it may, its addresses are judged when known. */
export function judgeTarget(policy: AllowPolicy, host: string, kind: 'name' | 'ip'): string | null {
  if (policy.names.length === 0 && policy.networks.length === 0) {
    return `${host} is not in the manifest, and --allow says nothing more`;
  }
  if (kind === 'ip') return judgeChosen(policy, host);
  if (policy.names.length === 0 || policy.names.some((pattern) => matches(pattern, host))) return null;
  return `${host} is not in the manifest, and no name of --allow matches it`;
}

/**
 * Why an address that the asker chose may not be asked about; null: it may. Patterns of names do not mean it: who may ask
 * for the names of one domain may not choose where they are looked for.
 */
export function judgeChosen(policy: AllowPolicy, address: string): string | null {
  if (policy.networks.length > 0 || policy.names.includes('*')) return judgeAddress(policy, address, false);
  return `${address} is an address, and --allow holds names only`;
}

/**
 * Why an address may not be dialled; null: it may. Where networks are given it must lie in one; where only names are, it
 * may be any but this machine's own. `listed`: a target of the manifest, whose addresses are its own affair. Link-local
 * and metadata addresses are always refused unless a network that is as narrow as they are names them.
 */
export function judgeAddress(policy: AllowPolicy, dialled: string, listed: boolean): string | null {
  const address = unmapped(dialled);
  if (address === null) return `${dialled} is no address`;
  const shown = address.toString() === dialled ? dialled : `${dialled} (${address.toString()})`;
  const containing = policy.networks.filter((network) => contains(network, address));
  const least = narrowestNaming(address);
  if (least !== null) {
    const named = containing.some(([, bits]) => bits >= least);
    return named ? null : `${shown} is a link-local, metadata or group address, and --allow does not name it`;
  }
  if (listed || containing.length > 0) return null;
  if (policy.networks.length > 0) return `${shown} is in no network of --allow`;
  return isLoopback(address) || isOwn(policy, address)
    ? `${shown} is this machine's own, and no network of --allow holds it`
    : null;
}

function isOwn({ own }: AllowPolicy, address: NonNullable<ReturnType<typeof unmapped>>): boolean {
  return own().some((text) => unmapped(text)?.toString() === address.toString());
}

function matches(pattern: string, host: string): boolean {
  if (pattern === '*') return true;
  return pattern.startsWith('*.')
    ? host.endsWith(pattern.slice(1)) && host.length > pattern.length - 1
    : host === pattern;
}
