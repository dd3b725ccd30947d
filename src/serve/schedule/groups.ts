import type { WatchedTarget } from '../watch-list.js';

/** Names of one address are asked together: what the others are served there is evidence. But no group is larger. */
const LARGEST = 32;

/**
 * Targets that share an address, as far as addresses are known: from the target itself, or from its last report.
 */
export function groupByAddress(
  targets: readonly WatchedTarget[],
  lastAddresses: (id: string) => readonly string[],
): readonly (readonly WatchedTarget[])[] {
  const leaders = new Map<string, string>();
  const leaderOf = (id: string): string => {
    let leader = id;
    for (let up = leaders.get(leader); up !== undefined && up !== leader; up = leaders.get(leader)) leader = up;
    leaders.set(id, leader);
    return leader;
  };
  const firstAt = new Map<string, string>();
  for (const { id, target } of targets) {
    const given = target.addresses?.map(({ address }) => address) ?? (target.hostKind === 'ip' ? [target.host] : null);
    for (const address of given ?? lastAddresses(id)) {
      const first = firstAt.get(address);
      if (first === undefined) firstAt.set(address, id);
      else leaders.set(leaderOf(id), leaderOf(first));
    }
  }
  const groups = new Map<string, WatchedTarget[]>();
  for (const watched of targets) {
    const leader = leaderOf(watched.id);
    const group = groups.get(leader);
    if (group === undefined) groups.set(leader, [watched]);
    else group.push(watched);
  }
  return [...groups.values()].flatMap(cut);
}

function cut(group: readonly WatchedTarget[]): readonly (readonly WatchedTarget[])[] {
  const parts = Math.ceil(group.length / LARGEST);
  const size = Math.ceil(group.length / parts);
  return Array.from({ length: parts }, (_, index) => group.slice(index * size, (index + 1) * size));
}
