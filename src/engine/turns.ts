import { setImmediate as immediate } from 'node:timers/promises';
import type { EndpointState } from './job.js';

/** So often others are let go first. */
const MOST_YIELDS = 4;

/**
 * Whether these places in an endpoint's order of connections would meet more than one of the machines behind it, for
 * every number of machines that take turns. Two questions an even number of connections apart meet the same one of two.
 *
 * @param turns places of the connections that put one question, from 1
 * @param cycles numbers of machines
 */
export function seesCycles(turns: readonly number[], cycles: readonly number[]): boolean {
  return cycles.every((cycle) => new Set(turns.map((turn) => turn % cycle)).size > 1);
}

/**
 * Before the control is put again: lets the other names of the endpoint go first while the next connection would meet the
 * machine that the control met before, of two that take turns. Names of one list ask in step; two of them that change
 * places are both out of it, and it costs no connection. Comes back at once where the control was not put yet.
 */
export async function outOfStep({ controlTurns, memory }: EndpointState): Promise<void> {
  if (controlTurns.length === 0) return;
  for (let yields = 0; yields < MOST_YIELDS; yields += 1) {
    if (seesCycles([...controlTurns, memory.nextTurn], [2])) return;
    await immediate();
  }
}
