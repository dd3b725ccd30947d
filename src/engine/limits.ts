import pLimit, { type LimitFunction } from 'p-limit';
import type { AddressSlots } from './address-slots.js';
import type { Cancellation } from './cancellation.js';
import type { ConnectionBudget } from './descriptors.js';

/** A connection that waits this long for its next byte leaves the ones in flight. Milliseconds. */
const PARK_AFTER = 1_000;
const SWEEP_EVERY = 250;

/** A place among the connections in flight. */
export interface Slot {
  /** A byte arrived: the wait begins anew. */
  heard(): void;
}

interface Place extends Slot {
  lastHeard: number;
  parked: boolean;
  leave: () => void;
}

interface AddressLimit {
  readonly limit: LimitFunction;
  users: number;
}

export interface LimitsOptions {
  readonly budget: ConnectionBudget;
  readonly perAddress: number;
  /** Places at addresses that several runs share; null: there are none. */
  readonly slots?: AddressSlots | null;
  readonly ratePerSecond: number | null;
  readonly clock: () => number;
  readonly cancellation: Cancellation;
  /** Called whenever a connection was parked: more work may be begun. */
  readonly onParked?: () => void;
}

/**
 * Who may connect now: so many in flight across all targets, so many to one address, so many a second. Connections
 * that wait for their peer are parked: they no longer keep others from starting.
 */
export class Limits {
  readonly #options: LimitsOptions;
  readonly #inFlight: LimitFunction;
  readonly #addresses = new Map<string, AddressLimit>();
  readonly #narrowed = new Set<string>();
  readonly #places = new Set<Place>();
  #parked = 0;
  #nextStart = 0;
  #lastSweep = 0;
  #sweeper: NodeJS.Timeout | null = null;

  constructor(options: LimitsOptions) {
    this.#options = options;
    this.#inFlight = pLimit(options.budget.inFlight);
  }

  /** How many connections are parked. */
  get parked(): number {
    return this.#parked;
  }

  /** How many connections are open, parked ones included. */
  get open(): number {
    return this.#places.size;
  }

  /** Runs `connect` when the address, the whole and the rate allow it. */
  async run<Result>(address: string, connect: (slot: Slot) => Promise<Result>): Promise<Result> {
    const { slots = null } = this.#options;
    const entry = this.#limitOf(address);
    entry.users += 1;
    try {
      return await entry.limit(() =>
        slots === null ? this.#start(connect) : slots.run(address, () => this.#start(connect)),
      );
    } finally {
      entry.users -= 1;
      if (entry.users === 0) this.#addresses.delete(address);
    }
  }

  /** From now on one connection at a time to this address. */
  narrow(address: string): void {
    this.#narrowed.add(address);
    const entry = this.#addresses.get(address);
    if (entry !== undefined) entry.limit.concurrency = 1;
  }

  /** The system gave no descriptor: fewer at once from now on. Resolves when it is worth trying again. */
  async descriptorsExhausted(): Promise<void> {
    this.#inFlight.concurrency = Math.max(1, Math.floor(this.#inFlight.concurrency * 0.75));
    await this.#options.cancellation.sleep(50);
  }

  #limitOf(address: string): AddressLimit {
    const known = this.#addresses.get(address);
    if (known !== undefined) return known;
    const made = { limit: pLimit(this.#narrowed.has(address) ? 1 : this.#options.perAddress), users: 0 };
    this.#addresses.set(address, made);
    return made;
  }

  #start<Result>(connect: (slot: Slot) => Promise<Result>): Promise<Result> {
    return new Promise((resolve, reject) => {
      // The place is given back when the connection ends or is parked, whichever comes first; the result comes later.
      void this.#inFlight(async () => {
        await this.#rate();
        await new Promise<void>((leave) => {
          const place = this.#occupy(leave);
          connect(place)
            .then(resolve, reject)
            .finally(() => this.#vacate(place));
        });
      });
    });
  }

  async #rate(): Promise<void> {
    const { ratePerSecond, clock, cancellation } = this.#options;
    if (ratePerSecond === null) return;
    const now = clock();
    const start = Math.max(now, this.#nextStart);
    this.#nextStart = start + 1_000 / ratePerSecond;
    await cancellation.sleep(start - now);
  }

  #occupy(leave: () => void): Place {
    const { clock } = this.#options;
    const place: Place = {
      lastHeard: clock(),
      parked: false,
      leave,
      heard() {
        place.lastHeard = clock();
      },
    };
    this.#places.add(place);
    if (this.#sweeper === null) {
      this.#lastSweep = place.lastHeard;
      this.#sweeper = setInterval(() => this.#sweep(), SWEEP_EVERY).unref();
    }
    return place;
  }

  #vacate(place: Place): void {
    this.#places.delete(place);
    if (place.parked) this.#parked -= 1;
    place.leave();
    if (this.#places.size === 0 && this.#sweeper !== null) {
      clearInterval(this.#sweeper);
      this.#sweeper = null;
    }
  }

  #sweep(): void {
    const now = this.#options.clock();
    // While this process stood still nothing could be heard: that is no wait of the peer's.
    const stalled = now - this.#lastSweep - SWEEP_EVERY;
    this.#lastSweep = now;
    if (stalled > SWEEP_EVERY) for (const place of this.#places) place.lastHeard += stalled;
    const before = now - PARK_AFTER;
    for (const place of this.#places) {
      if (this.#parked >= this.#options.budget.parked) return;
      if (place.parked || place.lastHeard > before) continue;
      place.parked = true;
      this.#parked += 1;
      place.leave();
      this.#options.onParked?.();
    }
  }
}
