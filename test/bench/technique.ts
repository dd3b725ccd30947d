import type { Fixture } from './fixture.js';

/** A way to come by certificates. One process measures one technique, so that nothing leaks from one to the next. */
export interface Technique {
  /** What stands in the table. */
  readonly title: string;
  /** How many units a round measures when nothing is cut short. */
  readonly count: number;
  /** Compiled code and full caches of what is shared: units that are not measured. */
  readonly warmUp: number;
  prepare(fixture: Fixture): Promise<Prepared>;
}

export interface Prepared {
  /**
   * Does units `first` … `first + count - 1` and says how many connections that took (0: no network is used).
   * Throws when something came back that is not what the fixture serves.
   */
  run(first: number, count: number): Promise<number>;
  /** CPU of processes that were started, in microseconds; absent: all work is done in this one. */
  childMicros?(): number;
  /** Ends what was started; called once, whatever happened. */
  stop?(): Promise<void>;
}

const IN_FLIGHT = 50;

/** A technique that has one connection a unit, so many at a time. */
export function eachConnection(probe: (index: number) => Promise<void>, inFlight = IN_FLIGHT): Prepared {
  return {
    run: async (first, count) => {
      let next = first;
      const lane = async (): Promise<void> => {
        while (next < first + count) await probe(next++);
      };
      await Promise.all(Array.from({ length: inFlight }, lane));
      return count;
    },
  };
}

/** The entry for a unit: names are walked in order, again and again. */
export function at<Item>(list: readonly Item[], index: number): Item {
  const item = list[index % list.length];
  if (item === undefined) throw new Error('an empty list');
  return item;
}

export function requireSame(found: string | undefined, wanted: string, name: string): void {
  if (found !== wanted) throw new Error(`${name}: ${found ?? 'nothing'} was served instead of ${wanted}`);
}
