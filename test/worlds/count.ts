/** How many worlds there are, and what share of their faults the evidence can decide: counted by the oracle alone. */
import type { Cause } from '../../src/model/diagnosis.js';
import { CAUSES } from '../../src/model/diagnosis.js';
import { trueCause } from './cause.js';
import { HOST_A, HOST_B } from './certificates.js';
import { bitOf, lookAlikes, NOTHING_WRONG, vectorOf } from './classes.js';
import { expectedOf, machines, UNIVERSES } from './enumerate.js';

export interface Count {
  readonly worlds: number;
  readonly classes: number;
  /** Places (world, host) where something is wrong, and those among them whose look-alikes all share the cause. */
  readonly faults: number;
  readonly decidable: number;
  readonly byCause: ReadonlyMap<Cause, { readonly faults: number; readonly decidable: number }>;
}

export function countWorlds(): Count {
  const byCause = new Map<Cause, { faults: number; decidable: number }>();
  let worlds = 0;
  let classes = 0;
  let faults = 0;
  let decidable = 0;
  for (const universe of UNIVERSES) {
    const alike = lookAlikes(universe);
    classes += alike.size;
    for (const machine of machines(universe)) {
      worlds += 1;
      const one = alike.get(vectorOf(machine));
      for (const [host, letter] of [
        [HOST_A, 'a'],
        [HOST_B, 'b'],
      ] as const) {
        const cause = trueCause(machine, host, expectedOf(universe, letter));
        if (cause === null || one === undefined) continue;
        const isDecidable = one[letter].causes === bitOf(cause);
        const sum = byCause.get(cause) ?? { faults: 0, decidable: 0 };
        byCause.set(cause, { faults: sum.faults + 1, decidable: sum.decidable + (isDecidable ? 1 : 0) });
        faults += 1;
        if (isDecidable) decidable += 1;
      }
    }
  }
  const ordered = new Map(
    CAUSES.flatMap((cause) => (byCause.has(cause) ? [[cause, byCause.get(cause) ?? { faults: 0, decidable: 0 }]] : [])),
  );
  return { worlds, classes, faults, decidable, byCause: ordered };
}

/** Classes in which one look-alike is healthy and another is not: there must be none. */
export function mixedClasses(): readonly string[] {
  const mixed: string[] = [];
  for (const universe of UNIVERSES) {
    for (const one of lookAlikes(universe).values()) {
      for (const { causes } of [one.a, one.b]) {
        if ((causes & NOTHING_WRONG) !== 0 && causes !== NOTHING_WRONG) mixed.push(`${universe.id}: ${one.vector}`);
      }
    }
  }
  return mixed;
}
