import type { Facts } from './metrics/facts.js';

/** Something that is otherwise than at the check before. Safe to show. */
export interface HistoryEvent {
  /** ISO 8601, UTC. */
  readonly at: string;
  /** status: of the target; served: the fingerprint at an address; address: it appeared or is gone. */
  readonly kind: 'status' | 'served' | 'address';
  readonly address: string | null;
  /** Null: there was nothing before. */
  readonly before: string | null;
  /** Null: there is nothing now. */
  readonly after: string | null;
}

/** What changed from one check to the next; the first check of a target is one event. */
export function eventsBetween(before: Facts | null, after: Facts): readonly HistoryEvent[] {
  const at = new Date(after.at).toISOString();
  const events: HistoryEvent[] = [];
  const [was, is] = [before === null ? null : statusOf(before), statusOf(after)];
  if (was !== is) events.push({ at, kind: 'status', address: null, before: was, after: is });
  if (before === null) return events;
  const earlier = new Map(before.endpoints.map((endpoint) => [endpoint.address, endpoint]));
  const later = new Map(after.endpoints.map((endpoint) => [endpoint.address, endpoint]));
  // A failure to resolve takes every address away and is told by the status.
  if (after.endpoints.length > 0) {
    for (const { address, served } of before.endpoints) {
      if (!later.has(address)) events.push({ at, kind: 'address', address, before: served, after: null });
    }
  }
  for (const { address, served, matches } of after.endpoints) {
    const known = earlier.get(address);
    if (known === undefined) {
      if (before.endpoints.length > 0) events.push({ at, kind: 'address', address, before: null, after: served });
    } else if (known.served !== served && !(served === null && matches === null)) {
      events.push({ at, kind: 'served', address, before: known.served, after: served });
    }
  }
  return events;
}

function statusOf({ status, code }: Facts): string {
  return code === null ? status : `${status} [${code}]`;
}
