import { describe, expect, it } from 'vitest';
import { Cancellation } from '../../src/engine/cancellation.js';
import { Limits, type LimitsOptions } from '../../src/engine/limits.js';

const limits = (over: Partial<LimitsOptions> = {}): Limits =>
  new Limits({
    budget: { inFlight: 3, parked: 1 },
    perAddress: 2,
    ratePerSecond: null,
    clock: () => Date.now(),
    cancellation: new Cancellation(),
    ...over,
  });

/** Starts `count` connections that stay open until told; how many run at once is what is looked at. */
class Held {
  most = 0;
  started = 0;
  #now = 0;
  readonly #ends: (() => void)[] = [];

  readonly connect = (): Promise<number> => {
    this.started += 1;
    this.#now += 1;
    this.most = Math.max(this.most, this.#now);
    return new Promise((resolve) =>
      this.#ends.push(() => {
        this.#now -= 1;
        resolve(1);
      }),
    );
  };

  endOne(): void {
    this.#ends.shift()?.();
  }
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

async function drain(held: Held, runs: readonly Promise<number>[]): Promise<void> {
  let open = runs.length;
  for (const run of runs) void run.then(() => (open -= 1));
  while (open > 0) {
    await settled();
    held.endOne();
  }
}

describe('who may connect', () => {
  it('so many to one address, so many in all', async () => {
    const one = new Held();
    const several = limits();
    await drain(
      one,
      Array.from({ length: 8 }, () => several.run('192.0.2.1', one.connect)),
    );
    expect(one.most).toBe(2);
    const all = new Held();
    await drain(
      all,
      Array.from({ length: 8 }, (_, index) => several.run(`192.0.2.${index}`, all.connect)),
    );
    expect(all.most).toBe(3);
    expect(several.open).toBe(0);
  });

  it('one at a time to an address that was narrowed, now and later', async () => {
    const several = limits();
    several.narrow('192.0.2.1');
    const held = new Held();
    await drain(
      held,
      Array.from({ length: 4 }, () => several.run('192.0.2.1', held.connect)),
    );
    expect(held.most).toBe(1);
  });

  it('a connection that waits for its peer makes room: so many may lie parked', async () => {
    let now = 0;
    let parkedCalls = 0;
    const several = limits({ clock: () => now, onParked: () => (parkedCalls += 1) });
    const held = new Held();
    const runs = Array.from({ length: 6 }, (_, index) => several.run(`192.0.2.${index}`, held.connect));
    await settled();
    expect(held.started).toBe(3);
    while (several.parked === 0) {
      now += 10;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    await settled();
    expect([several.parked, held.started, parkedCalls]).toEqual([1, 4, 1]);
    await drain(held, runs);
    expect([several.parked, several.open]).toEqual([0, 0]);
  });

  it('so many a second: starts are spaced', async () => {
    const sleeps: number[] = [];
    const cancellation = new Cancellation();
    cancellation.sleep = (ms) => {
      sleeps.push(ms);
      return Promise.resolve();
    };
    const several = limits({ ratePerSecond: 10, clock: () => 0, cancellation });
    await Promise.all([1, 2, 3].map((last) => several.run(`192.0.2.${last}`, () => Promise.resolve(last))));
    expect(sleeps).toEqual([0, 100, 200]);
  });

  it('passes results and failures on, and lowers itself when descriptors run out', async () => {
    const several = limits({ budget: { inFlight: 4, parked: 0 } });
    await expect(several.run('192.0.2.1', () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    await several.descriptorsExhausted();
    const held = new Held();
    await drain(
      held,
      Array.from({ length: 8 }, (_, index) => several.run(`192.0.2.${index}`, held.connect)),
    );
    expect(held.most).toBe(3);
  });
});
