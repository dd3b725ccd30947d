import type { BadLine, Target } from '../model/target.js';

/** How many targets are held open for further rows: the engine's window, so that memory stays bounded on any file. */
const OPEN_TARGETS = 20_000;

/**
 * Makes rows of one host, port and protocol one target with several addresses. Rows that belong together need not be
 * adjacent, but must lie within {@link OPEN_TARGETS} targets of each other. Rows that expect different certificates
 * stay apart, and so does a row without an address: it asks DNS.
 */
export class RowMerger {
  readonly #open = new Map<string, Target>();

  /** What leaves the window because this row entered it; most often nothing. */
  *add(row: Target | BadLine): Generator<Target | BadLine> {
    if ('reason' in row || row.addresses === null) {
      yield row;
      return;
    }
    const key = keyOf(row);
    const before = this.#open.get(key);
    this.#open.set(key, before === undefined ? row : joined(before, row));
    if (this.#open.size <= OPEN_TARGETS) return;
    const [oldest] = this.#open;
    if (oldest === undefined) return;
    this.#open.delete(oldest[0]);
    yield oldest[1];
  }

  *end(): Generator<Target> {
    yield* this.#open.values();
    this.#open.clear();
  }
}

function keyOf(target: Target): string {
  const expected = target.expectation?.certificates.map((each) => each.digest.hex) ?? [];
  return [target.scheme, target.starttls, target.host, target.port, ...expected].join(' ');
}

function joined(first: Target, second: Target): Target {
  const known = new Set((first.addresses ?? []).map((each) => `${each.address} ${each.port}`));
  const more = (second.addresses ?? []).filter((each) => !known.has(`${each.address} ${each.port}`));
  return { ...first, addresses: [...(first.addresses ?? []), ...more], labels: { ...second.labels, ...first.labels } };
}
