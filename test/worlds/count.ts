/** How many worlds there are, and what share of their faults the evidence can decide: counted by the oracle alone. */
import type { Cause } from '../../src/model/diagnosis.js';
import { CAUSES } from '../../src/model/diagnosis.js';
import { bitOf, lookAlikes, NOTHING_WRONG } from './classes.js';
import { UNIVERSES } from './universes.js';

export interface Count {
  readonly worlds: number;
  readonly classes: number;
  /** Places (world, host) where something is wrong, and those among them whose look-alikes all share the cause. */
  readonly faults: number;
  readonly decidable: number;
  readonly byCause: ReadonlyMap<Cause, { readonly faults: number; readonly decidable: number }>;
  /** Classes in which one look-alike is healthy and another is not: there must be none. */
  readonly mixed: readonly string[];
}

export function countWorlds(): Count {
  const sums = new Map<Cause, { faults: number; decidable: number }>();
  const mixed: string[] = [];
  let worlds = 0;
  let classes = 0;
  for (const universe of UNIVERSES) {
    for (const { count, vector, hosts, counts } of lookAlikes(universe).values()) {
      classes += 1;
      worlds += count;
      for (const [letter, { causes }] of hosts) {
        if ((causes & NOTHING_WRONG) !== 0 && causes !== NOTHING_WRONG) mixed.push(`${universe.id}: ${vector}`);
        for (const [cause, times] of counts.get(letter) ?? []) {
          if (cause === null) continue;
          const sum = sums.get(cause) ?? { faults: 0, decidable: 0 };
          sums.set(cause, sum);
          sum.faults += times;
          if (causes === bitOf(cause)) sum.decidable += times;
        }
      }
    }
  }
  const byCause = new Map(CAUSES.flatMap((cause) => [...sums].filter(([one]) => one === cause)));
  const total = (key: 'faults' | 'decidable'): number => [...sums.values()].reduce((sum, one) => sum + one[key], 0);
  return { worlds, classes, faults: total('faults'), decidable: total('decidable'), byCause, mixed };
}
