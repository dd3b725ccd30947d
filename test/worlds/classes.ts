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
  /** Per host of the run: what can be true there. */
  readonly hosts: ReadonlyMap<HostLetter, Possible>;
}

export interface Possible {
  /** Which causes are true of at least one, as bits of CAUSES; NOTHING_WRONG: nothing is wrong. */
  causes: number;
  /** The same where another address serves the later edition under that name (by name only). */
  whereStale: number;
  /** How many machines have each cause. */
  readonly counts: Map<Cause | null, number>;
  /** One machine for each cause, for legible failures. */
  readonly examples: Map<Cause | null, Machine>;
}

export const NOTHING_WRONG = 1 << 30;

/** The word that a later edition elsewhere has. */
export const NEWER = 'A0';

export function lookAlikes(universe: Universe): Map<string, LookAlikes> {
  const classes = new Map<string, LookAlikes>();
  const run = universe.hosts.map((letter) => HOSTS[letter]);
  for (const machine of machines(universe)) {
    const vector = vectorOf(machine, run);
    let one = classes.get(vector);
    if (one === undefined) {
      const hosts = new Map(universe.hosts.map((letter) => [letter, nothingKnown()]));
      one = { vector, count: 0, sample: machine, hosts };
      classes.set(vector, one);
    }
    one.count += 1;
    for (const [letter, possible] of one.hosts) note(possible, machine, letter, universe);
  }
  return classes;
}

function nothingKnown(): Possible {
  return { causes: 0, whereStale: 0, counts: new Map(), examples: new Map() };
}

function note(possible: Possible, machine: Machine, letter: HostLetter, universe: Universe): void {
  const cause = trueCause(machine, HOSTS[letter], expectedOf(universe, letter));
  possible.causes |= bitOf(cause);
  possible.counts.set(cause, (possible.counts.get(cause) ?? 0) + 1);
  if (!possible.examples.has(cause)) possible.examples.set(cause, machine);
  if (universe.by === 'name' && letter === 'a') {
    possible.whereStale |= bitOf(trueCause(machine, HOSTS.a, expectedOf(universe, 'a', NEWER)));
  }
}

export function bitOf(cause: Cause | null): number {
  return cause === null ? NOTHING_WRONG : 1 << CAUSES.indexOf(cause);
}

export function causesIn(bits: number): readonly Cause[] {
  return CAUSES.filter((_, index) => (bits & (1 << index)) !== 0);
}

/**
 * The answer to every probe: both hosts (with any key type, and with one where the probe can be put), no name, an unknown
 * name, a random sibling, and the names out of whatever certificate was served.
 */
export function vectorOf(machine: Machine, run: readonly string[]): string {
  const answers: string[] = [];
  const seen = new Set<string>();
  const ask = (name: string | null, offer: 'any' | 'rsa' | 'ecdsa'): string | null => {
    const given = answer(machine, name, offer);
    answers.push(codeOf(given));
    if (given.kind !== 'served') return null;
    seen.add(given.certificate);
    return given.certificate;
  };
  for (const host of run) {
    const control = ask(host, 'any');
    // rsa-only is not put where the control was served an RSA certificate.
    if (control === null || certificateOf(control).keyType === 'ecdsa') ask(host, 'rsa');
    else answers.push('');
    ask(host, 'ecdsa');
  }
  // DESIGN section 8: a control that times out without a byte is not followed by other questions there.
  if (answers.every((code) => code === '#silence')) return answers.join(' ');
  for (const name of [null, A_RANDOM_NAME, A_RANDOM_SIBLING]) ask(name, 'any');
  const asked = new Set<string>(run);
  for (const word of [...seen].sort()) {
    for (const name of certificateOf(word).names) {
      if (asked.has(name) || name.startsWith('*.') || word.startsWith('mint:')) continue;
      asked.add(name);
      answers.push(name);
      ask(name, 'any');
    }
  }
  return answers.join(' ');
}
