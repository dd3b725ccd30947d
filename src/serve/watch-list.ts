import type { ConnectTo, Target } from '../model/target.js';
import { targetWords } from '../report/codes.js';
import type { Modules } from './probe/modules.js';

/** A target that is checked on a schedule. */
export interface WatchedTarget {
  /** Its label in metrics, its word in the API and its page: unique, and the same as long as the target is. */
  readonly id: string;
  readonly target: Target;
}

/** A manifest as loaded. */
export interface WatchList {
  readonly targets: readonly WatchedTarget[];
  readonly connectTo: readonly ConnectTo[];
  /** How often a question is put where two answers differed; null: the default. */
  readonly samples: number | null;
  /** What `?module=` may say. */
  readonly modules: Modules;
  /** Files to look at for changes. */
  readonly files: readonly string[];
}

export const EMPTY_LIST: WatchList = { targets: [], connectTo: [], samples: null, modules: new Map(), files: [] };

/**
 * Gives every target its id: `shop.example`, `smtp://mail.example:25`, with `@address` where a name is listed more than
 * once. What is listed twice in every respect is checked once.
 */
export function nameTargets(targets: readonly Target[]): readonly WatchedTarget[] {
  const counts = new Map<string, number>();
  for (const target of targets) counts.set(plainId(target), (counts.get(plainId(target)) ?? 0) + 1);
  const named = new Map<string, WatchedTarget>();
  for (const target of targets) {
    const plain = plainId(target);
    const id = counts.get(plain) === 1 ? plain : `${plain}${addressesOf(target)}`;
    if (!named.has(id)) named.set(id, { id, target });
  }
  return [...named.values()];
}

/** The targets of a list that a question means: its host, port and protocol, and its address where it names one. */
export function findListed(list: WatchList, asked: Target): readonly Target[] {
  return list.targets
    .map(({ target }) => target)
    .filter((target) => target.host === asked.host && target.port === asked.port && target.starttls === asked.starttls)
    .filter(({ addresses }) => asked.addresses === null || hasAll(addresses, asked.addresses))
    .map((target) => (asked.addresses === null ? target : { ...target, addresses: asked.addresses }));
}

function hasAll(own: Target['addresses'], asked: NonNullable<Target['addresses']>): boolean {
  return asked.every(({ address, port }) =>
    (own ?? []).some((each) => each.address === address && (port === null || each.port === port)),
  );
}

function plainId(target: Target): string {
  const words = targetWords({ ...target, source: null });
  return target.lookup === undefined ? words : `${target.lookup}:${words}`;
}

function addressesOf({ addresses }: Target): string {
  if (addresses === null) return '';
  return `@${addresses.map(({ address, port }) => `${bracketed(address)}${port === null ? '' : `:${port}`}`).join(',')}`;
}

function bracketed(address: string): string {
  return address.includes(':') ? `[${address}]` : address;
}
