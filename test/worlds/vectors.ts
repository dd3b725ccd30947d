/**
 * The vectors of DESIGN section 5: "A vector fixes the leading cause and the upper bound of certainty". Where two vectors fit
 * at once the text does not say which wins; those places are not checked here.
 */
import type { Cause, Certainty } from '../../src/model/diagnosis.js';
import { A_RANDOM_NAME, A_RANDOM_SIBLING } from './cause.js';
import { certificateOf, covers, HOSTS, type HostLetter, relation } from './certificates.js';
import { answer, bareCodeOf, type Machine } from './machine.js';
import type { Universe } from './universes.js';

export interface Lead {
  readonly vector: string;
  readonly cause: Cause;
  readonly most: Certainty;
}

/** What leads for a host at the address of `here`; null: no vector, or more than one. `there`: the other address, if there is one. */
export function leadFor(universe: Universe, letter: HostLetter, here: Machine, there: Machine | null): Lead | null {
  if (universe.by === 'name' && there !== null) return null;
  const target = HOSTS[letter];
  const t = bare(here, target);
  const u = bare(here, A_RANDOM_NAME);
  const n = bare(here, null);
  const others = universe.hosts.filter((other) => other !== letter);
  const siblings = others.map((other) => bare(here, HOSTS[other]));
  const isOwn = (code: string, other: HostLetter | undefined): boolean =>
    other !== undefined && universe.expected[other].includes(code) && covers(code, HOSTS[other]);
  const siblingOwn = siblings.length > 0 && siblings.every((code, index) => isOwn(code, others[index]) && code !== t);
  const isAlone = there === null && siblings.length === 0;
  if (isServed(t) && t.endsWith('!')) return null;
  if (t === u && t === n && isServed(t) && isWrong(universe, letter, t)) {
    const edition = universe.by === 'name' ? 'other' : relation(t, universe.expected[letter]);
    const isRelated = edition !== 'other' || covers(t, target);
    if (isAlone && edition === 'earlier')
      return { vector: 'F an earlier edition', cause: 'stale-certificate', most: 'likely' };
    if (isAlone && edition === 'other' && covers(t, target)) {
      return { vector: 'F covers T', cause: 'fallback-certificate', most: 'possible' };
    }
    if (isRelated) return null;
    if (isAlone) return { vector: 'T=U=N=F, one address', cause: 'fallback-certificate', most: 'possible' };
    if (siblings.length === 0) return null;
    if (siblingOwn) return { vector: 'T=U=N=F, S its own', cause: 'missing-sni-host-match', most: 'certain' };
    if (!siblings.every((code) => code === t)) return null;
    const isSingle = there === null || (isSameForAll(universe, there) && bare(there, target) === t);
    if (isSingle) return { vector: 'T=U=N=S=F at every address', cause: 'fallback-certificate', most: 'possible' };
    return there !== null && isRight(universe, letter, bare(there, target))
      ? { vector: 'T=U=N=S=F at one of several', cause: 'ip-binding-conflict', most: 'likely' }
      : null;
  }
  if (
    isServed(t) &&
    isWrong(universe, letter, t) &&
    !covers(t, target) &&
    relationIn(universe, letter, t) === 'other'
  ) {
    if (t === n && u === '#112')
      return { vector: 'T=N=F, U refused 112', cause: 'wrong-certificate-bound', most: 'certain' };
    if (u === n && isServed(u) && t !== u) {
      const sibling = bare(here, A_RANDOM_SIBLING);
      if (sibling === t) return { vector: 'T=X, a sibling gets X', cause: 'missing-sni-host-match', most: 'likely' };
      if (sibling === u) return { vector: 'T=X, a sibling gets F', cause: 'wrong-certificate-bound', most: 'certain' };
    }
    return null;
  }
  if (!siblingOwn) return null;
  if (t === '#112' && u === '#112')
    return { vector: 'T=U=112, S served', cause: 'missing-sni-host-match', most: 'certain' };
  if (t === '#80' && isServed(u) && isServed(n)) {
    return { vector: 'T=40 or 80 alone', cause: 'private-key-unusable', most: 'possible' };
  }
  if (t === '#reset' && u === '#reset' && n === '#reset') {
    return { vector: 'T=U=N=R, S served', cause: 'missing-sni-host-match', most: 'likely' };
  }
  return null;
}

function isSameForAll(universe: Universe, machine: Machine): boolean {
  const names = [...universe.hosts.map((letter) => HOSTS[letter]), null, A_RANDOM_NAME];
  return new Set(names.map((name) => bare(machine, name))).size === 1;
}

function isWrong(universe: Universe, letter: HostLetter, word: string): boolean {
  return !isRight(universe, letter, word);
}

function isRight(universe: Universe, letter: HostLetter, word: string): boolean {
  if (!isServed(word) || word.endsWith('!') || certificateOf(word).expired) return false;
  return universe.by === 'name' ? covers(word, HOSTS[letter]) : universe.expected[letter].includes(word);
}

function relationIn(universe: Universe, letter: HostLetter, word: string): 'same' | 'earlier' | 'later' | 'other' {
  return universe.by === 'name' ? 'other' : relation(word, universe.expected[letter]);
}

function isServed(code: string): boolean {
  return !code.startsWith('#') && !code.startsWith('mint:') && code !== 'closed' && code !== 'plain';
}

/** The answer without acknowledgement and warning. */
function bare(machine: Machine, name: string | null): string {
  return bareCodeOf(answer(machine, name, 'any'));
}
