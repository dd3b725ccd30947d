import pLimit from 'p-limit';

/** So many connections at once to one address, across several runs: each run's own limits know only its own. */
export class AddressSlots {
  readonly #perAddress: number;
  readonly #addresses = new Map<string, { readonly limit: ReturnType<typeof pLimit>; users: number }>();

  constructor(perAddress: number) {
    this.#perAddress = perAddress;
  }

  /** Runs `connect` when the address has a place. */
  async run<Result>(address: string, connect: () => Promise<Result>): Promise<Result> {
    const entry = this.#addresses.get(address) ?? { limit: pLimit(this.#perAddress), users: 0 };
    this.#addresses.set(address, entry);
    entry.users += 1;
    try {
      return await entry.limit(connect);
    } finally {
      entry.users -= 1;
      if (entry.users === 0) this.#addresses.delete(address);
    }
  }

  /** Addresses that somebody connects to, or waits for. */
  get size(): number {
    return this.#addresses.size;
  }
}
