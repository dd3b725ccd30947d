import { Gate } from './gate.js';

const MOST_WAITING = 1_000;

/** So many probes at once to one address, whatever name they ask for. */
export class AddressGates {
  readonly #perAddress: number;
  readonly #gates = new Map<string, Gate>();

  constructor(perAddress: number) {
    this.#perAddress = perAddress;
  }

  /** Takes a place at each address, in one order for all, so that nobody waits for who waits for him. */
  async enter(addresses: readonly string[], signal: AbortSignal): Promise<() => void> {
    const held: (() => void)[] = [];
    const leave = (): void => {
      for (const each of held.splice(0)) each();
    };
    try {
      for (const address of [...new Set(addresses)].sort()) held.push(await this.#enterOne(address, signal));
    } catch (error) {
      leave();
      throw error;
    }
    return leave;
  }

  async #enterOne(address: string, signal: AbortSignal): Promise<() => void> {
    const gate = this.#gates.get(address) ?? new Gate(`probes to ${address}`, this.#perAddress, MOST_WAITING);
    this.#gates.set(address, gate);
    const leave = await gate.enter(signal);
    return () => {
      leave();
      if (gate.idle && this.#gates.get(address) === gate) this.#gates.delete(address);
    };
  }
}
