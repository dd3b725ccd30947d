/**
 * Which worlds look the same. "Two worlds look the same when every probe, put for every name and address of the run, is
 * answered alike; what the planner left unasked does not count" (issue 3).
 *
 * Machines at two addresses answer independently, so the classes factor: what a place (target, address) can be is what the
 * machines that give this vector at this address can be. A machine for both addresses is, at each of them, one of the
 * machines enumerated there, with the same cause: it adds no look-alike. Only by name the addresses meet: a certificate is
 * stale when another address serves a later edition, so each vector carries a second set of causes for that case.
 */
import type { Cause } from '../../src/model/diagnosis.js';
import { CAUSES } from '../../src/model/diagnosis.js';
import { A_RANDOM_NAME, A_RANDOM_SIBLING, trueCause } from './cause.js';
import { certificateOf, HOSTS, type HostLetter } from './certificates.js';
import { machines } from './enumerate.js';
import { answer, codeOf, type Machine } from './machine.js';
import { expectedOf, type Universe } from './universes.js';

/** All machines of a universe that give one vector of answers at one address. */
export interface LookAlikes {
  readonly vector: string;
  /** How many machines. */
  count: number;
  /** One of them: it can stand for all when questions are asked. */
  readonly sample: Machine;
  /** Per host of the run: what can be true there. Shared by classes that this host's own questions cannot tell apart. */
  readonly hosts: ReadonlyMap<HostLetter, Possible>;
  /** Per host: how many machines of this class have each cause. */
  readonly counts: ReadonlyMap<HostLetter, Map<Cause | null, number>>;
}

export interface Possible {
  /** Which causes are true of at least one, as bits of CAUSES; NOTHING_WRONG: nothing is wrong. */
  causes: number;
  /** The same where another address serves the later edition under that name (by name only). */
  whereStale: number;
  /** One machine for each cause, for legible failures. */
  readonly examples: Map<Cause | null, Machine>;
}

export const NOTHING_WRONG = 1 << 30;

/** The word that a later edition elsewhere has. */
export const NEWER = 'A0';

export function lookAlikes(universe: Universe): ReadonlyMap<string, LookAlikes> {
  const known = remembered.get(universe);
  if (known !== undefined) return known;
  const classes = group(universe);
  remembered.set(universe, classes);
  return classes;
}

/** Classes are large: a run over all universes lets go of each when it is done with it. */
export function forget(universe: Universe): void {
  remembered.delete(universe);
}

const remembered = new WeakMap<Universe, ReadonlyMap<string, LookAlikes>>();

function group(universe: Universe): ReadonlyMap<string, LookAlikes> {
  const classes = new Map<string, LookAlikes>();
  const seenFrom = new Map<string, Possible>();
  const run = universe.hosts.map((letter) => HOSTS[letter]);
  for (const machine of machines(universe)) {
    const { vector, seenBy } = vectorOf(machine, run);
    let one = classes.get(vector);
    if (one === undefined) {
      const hosts = new Map(
        universe.hosts.map((letter, index) => {
          const key = `${letter} ${seenBy[index]}`;
          const possible = seenFrom.get(key) ?? nothingKnown();
          seenFrom.set(key, possible);
          return [letter, possible];
        }),
      );
      const counts = new Map(universe.hosts.map((letter) => [letter, new Map<Cause | null, number>()]));
      one = { vector, count: 0, sample: machine, hosts, counts };
      classes.set(vector, one);
    }
    one.count += 1;
    for (const [letter, possible] of one.hosts) {
      const cause = note(possible, machine, letter, universe);
      const counts = one.counts.get(letter);
      counts?.set(cause, (counts.get(cause) ?? 0) + 1);
    }
  }
  return classes;
}

function nothingKnown(): Possible {
  return { causes: 0, whereStale: 0, examples: new Map() };
}

function note(possible: Possible, machine: Machine, letter: HostLetter, universe: Universe): Cause | null {
  const cause = trueCause(machine, HOSTS[letter], expectedOf(universe, letter));
  possible.causes |= bitOf(cause);
  if (!possible.examples.has(cause)) possible.examples.set(cause, machine);
  if (universe.by === 'name' && letter === 'a') {
    possible.whereStale |= bitOf(trueCause(machine, HOSTS.a, expectedOf(universe, 'a', NEWER)));
  }
  return cause;
}

export function bitOf(cause: Cause | null): number {
  return cause === null ? NOTHING_WRONG : 1 << CAUSES.indexOf(cause);
}

export function causesIn(bits: number): readonly Cause[] {
  return CAUSES.filter((_, index) => (bits & (1 << index)) !== 0);
}

/**
 * The answer to every probe: every host of the run (with any key type, and with one where the probe can be put), no name, an
 * unknown name, a random sibling, and the names out of whatever certificate was served.
 *
 * `seenBy`: what each host's own questions can show. The probes that change the key types carry the target's name alone, so
 * they cannot be put for another host.
 */
export function vectorOf(machine: Machine, run: readonly string[]): { vector: string; seenBy: readonly string[] } {
  const seen = new Set<string>();
  const ask = (name: string | null, offer: 'any' | 'rsa' | 'ecdsa'): string => {
    const given = answer(machine, name, offer);
    if (given.kind === 'served') seen.add(given.certificate);
    return codeOf(given);
  };
  const controls = run.map((host) => ask(host, 'any'));
  const byKeyType = run.map((host) => {
    const control = answer(machine, host, 'any');
    // rsa-only is not put where the control was served an RSA certificate.
    const isRsa = control.kind === 'served' && certificateOf(control.certificate).keyType === 'rsa';
    return `${isRsa ? '' : ask(host, 'rsa')} ${ask(host, 'ecdsa')}`;
  });
  const rest: string[] = [];
  // DESIGN section 8: a control that times out without a byte is not followed by other questions there.
  if (!controls.every((code) => code === '#silence')) {
    for (const name of [null, A_RANDOM_NAME, A_RANDOM_SIBLING]) rest.push(ask(name, 'any'));
    const asked = new Set<string>(run);
    for (const word of [...seen].sort()) {
      for (const name of certificateOf(word).names) {
        if (asked.has(name) || name.startsWith('*.') || word.startsWith('mint:')) continue;
        asked.add(name);
        rest.push(`${name}:`, ask(name, 'any'));
      }
    }
  }
  const tail = rest.join(' ');
  return {
    vector: `${run.map((_, index) => `${controls[index]} (${byKeyType[index]})`).join(' ')} | ${tail}`,
    seenBy: byKeyType.map((own) => `${controls.join(' ')} (${own}) ${tail}`),
  };
}
