import type { TargetReport } from '../../model/report.js';
import type { WatchedByReceiver } from '../push.js';
import { addressesOf } from './values.js';

/** The keys of the template's discovery rules, and of the item that says that whichcert is alive. */
export const TARGET_DISCOVERY = 'whichcert.target.discovery';
export const ADDRESS_DISCOVERY = 'whichcert.address.discovery';
export const TARGET_COUNT = 'whichcert.targets';

interface Known {
  readonly host: string;
  readonly port: number;
  /** Null: never seen. */
  addresses: readonly string[] | null;
}

/** Which targets and addresses there are, for low-level discovery (plain arrays: Zabbix 4.2 and later). */
export class Discovery {
  readonly #known = new Map<string, Known>();

  /** The targets from now on; the addresses of those that stay are kept. */
  watch(targets: readonly WatchedByReceiver[]): void {
    const before = new Map(this.#known);
    this.#known.clear();
    for (const { id, host, port, addresses } of targets) {
      const seen = addresses.length === 0 ? null : addresses;
      this.#known.set(id, { host, port, addresses: before.get(id)?.addresses ?? seen });
    }
  }

  /** False: nothing is new. A name that DNS does not tell keeps its addresses. */
  see(id: string, report: TargetReport): boolean {
    const known = this.#known.get(id);
    if (known === undefined) return false;
    const now = addressesOf(report);
    const before = known.addresses ?? [];
    const all = (report.resolution.reason === null ? now : [...new Set([...before, ...now])]).toSorted();
    const isNew = known.addresses === null || all.join(' ') !== before.toSorted().join(' ');
    known.addresses = all;
    return isNew;
  }

  /** Whether every target has been seen. */
  get complete(): boolean {
    return [...this.#known.values()].every(({ addresses }) => addresses !== null);
  }

  get size(): number {
    return this.#known.size;
  }

  /** The value of {@link TARGET_DISCOVERY}: `{#TARGET}`, `{#HOST}`, `{#PORT}`. */
  targets(): string {
    return JSON.stringify(
      [...this.#known].map(([id, { host, port }]) => ({ '{#TARGET}': id, '{#HOST}': host, '{#PORT}': String(port) })),
    );
  }

  /** The value of {@link ADDRESS_DISCOVERY}: `{#TARGET}`, `{#ADDRESS}`. */
  addresses(): string {
    return JSON.stringify(
      [...this.#known].flatMap(([id, { addresses }]) =>
        (addresses ?? []).map((address) => ({ '{#TARGET}': id, '{#ADDRESS}': address })),
      ),
    );
  }
}
