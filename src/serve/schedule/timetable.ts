/** What is due, and how many turns were passed over because nobody asked in time. */
export interface Due<Item> {
  readonly items: readonly Item[];
  readonly missed: number;
  /** How long ago the earliest of these turns was. Milliseconds. */
  readonly lateMs: number;
}

interface Slot<Item> {
  readonly item: Item;
  readonly phaseMs: number;
  turn: number;
  dueAt: number;
}

/**
 * When each item has its turn: spread evenly over the interval, each turn moved by a little chance within its own share
 * of it, so that nothing beats in time with anything. Turns are counted from the start: lateness does not add up. Pure.
 */
export class Timetable<Item> {
  readonly #intervalMs: number;
  readonly #startMs: number;
  readonly #jitterMs: number;
  readonly #random: () => number;
  readonly #slots: readonly Slot<Item>[];

  /**
   * @param random from 0 to below 1
   * @param dueOf when an item had its next turn by the table before: it keeps it, so that tables that are made anew more
   *   often than the interval do not put the same items off for ever. Null for a new item
   */
  constructor(
    items: readonly Item[],
    intervalMs: number,
    startMs: number,
    random: () => number,
    dueOf: (item: Item) => number | null = () => null,
  ) {
    this.#intervalMs = intervalMs;
    this.#startMs = startMs;
    this.#random = random;
    this.#jitterMs = Math.min(intervalMs / 10, intervalMs / Math.max(1, items.length));
    this.#slots = items.map((item, index) => {
      const due = dueOf(item);
      const phaseMs = due === null ? (index * intervalMs) / items.length : Math.max(0, due - startMs);
      return { item, phaseMs, turn: 0, dueAt: due ?? this.#timeOf(phaseMs, 0) };
    });
  }

  /** When the next turn is; null where there is nothing. */
  next(): number | null {
    return this.#slots.reduce<number | null>(
      (least, { dueAt }) => (least === null || dueAt < least ? dueAt : least),
      null,
    );
  }

  /** Everything whose turn has come; each once, however many turns have gone by. */
  take(now: number): Due<Item> {
    const items: Item[] = [];
    let missed = 0;
    let lateMs = 0;
    for (const slot of this.#slots) {
      if (slot.dueAt > now) continue;
      items.push(slot.item);
      const passed = Math.floor((now - slot.dueAt) / this.#intervalMs);
      missed += passed;
      lateMs = Math.max(lateMs, now - slot.dueAt);
      slot.turn += passed + 1;
      slot.dueAt = this.#timeOf(slot.phaseMs, slot.turn);
    }
    return { items, missed, lateMs };
  }

  /** Every item with the time of its next turn. */
  *dues(): Generator<readonly [item: Item, dueAt: number]> {
    for (const { item, dueAt } of this.#slots) yield [item, dueAt];
  }

  #timeOf(phaseMs: number, turn: number): number {
    return this.#startMs + turn * this.#intervalMs + phaseMs + this.#random() * this.#jitterMs;
  }
}
