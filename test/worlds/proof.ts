/**
 * The proof: runs the real diagnosis over every class of look-alikes and checks each verdict. Worlds of one class answer
 * every question alike, so one run stands for all of them. A run has two addresses with two classes of one universe, and all
 * hosts as targets. Sampled: which two classes keep each other company (machines at two addresses are independent, so the
 * look-alikes do not depend on it); whether "40 or 80" is 40 or 80; in which order the hosts are asked for; for a lone host,
 * whether there is a second address.
 */
import { CAUSES, type Cause } from '../../src/model/diagnosis.js';
import { alone, describe } from './address.js';
import { HOSTS, type HostLetter } from './certificates.js';
import { causesIn, forget, type LookAlikes, lookAlikes, NEWER, vectorOf } from './classes.js';
import { wordFor } from './der.js';
import { machines } from './enumerate.js';
import { targetFor } from './evidence.js';
import { type Judgement, judgeCase } from './judge.js';
import { type Machine, plain, type Row } from './machine.js';
import { ADDRESSES, type EndpointResult, runWorld } from './run.js';
import { UNIVERSES, type Universe } from './universes.js';
import { leadFor } from './vectors.js';

export interface CauseTally {
  worlds: number;
  decidable: number;
  decided: number;
  readonly questions: number[];
}

export interface Tally {
  worlds: number;
  runs: number;
  sound: number;
  tight: number;
  decidable: number;
  decided: number;
  falseAlarms: number;
  /** Worlds with any problem, those above and breaches of section 5's limits on certainty. */
  failed: number;
  readonly byCause: Map<Cause, CauseTally>;
  readonly kinds: Map<string, { worlds: number; example: string }>;
}

export function emptyTally(): Tally {
  return {
    worlds: 0,
    runs: 0,
    sound: 0,
    tight: 0,
    decidable: 0,
    decided: 0,
    falseAlarms: 0,
    failed: 0,
    byCause: new Map(),
    kinds: new Map(),
  };
}

export interface Slice {
  /** Every n-th class, and which of them. */
  readonly every: number;
  readonly from: number;
}

export const WHOLE: Slice = { every: 1, from: 0 };

export interface ProveOptions {
  readonly slice?: Slice;
  /** Ids; default: all. */
  readonly universes?: readonly string[];
  /** Only classes whose vector matches. */
  readonly focus?: RegExp;
  /** Ends at the first failure: to see that there is one. */
  readonly untilFailure?: boolean;
}

/** All universes, or an even slice of their classes. */
export function prove({ slice = WHOLE, universes, focus, untilFailure = false }: ProveOptions = {}): Tally {
  const tally = emptyTally();
  for (const universe of UNIVERSES) {
    if (universes !== undefined && !universes.includes(universe.id)) continue;
    const all = [...lookAlikes(universe).values()];
    const classes = inPairs(focus === undefined ? all : all.filter(({ vector }) => focus.test(vector)), untilFailure);
    for (let index = 2 * slice.from; index < classes.length; index += 2 * slice.every) {
      const pair = classes.slice(index, index + 2);
      const runs = universe.hosts.length === 1 && coin(index, 1) ? pair.map((one) => [one]) : [pair];
      for (const company of runs) proveWorlds(universe, company, index, tally);
      if (untilFailure && tally.failed > 0) return tally;
    }
    if (slice.every <= 8) forget(universe);
  }
  return tally;
}

/**
 * One machine for both addresses. Without a listener of its own for either, both answer alike: every n-th class at both. With an
 * exact-address row or a listener for one address alone, that one answers as a machine with it, and the other as the same machine
 * without: every such machine of the universe in two forms, hidden rows in order and absent.
 */
export function proveTogether(every: number): Tally {
  const tally = emptyTally();
  for (const universe of UNIVERSES) {
    if (!universe.id.startsWith('fingerprint') && !universe.id.startsWith('by-name')) continue;
    const classes = lookAlikes(universe);
    const run = universe.hosts.map((letter) => HOSTS[letter]);
    const all = [...classes.values()];
    for (let index = 0; index < all.length; index += every) {
      const one = all[index];
      if (one !== undefined) proveWorlds(universe, [one, one], index, tally);
    }
    let specific = 0;
    for (const machine of machines(universe)) {
      if (machine.exactRow === null && !(machine.specific && specific++ % (10 * every) === 0)) continue;
      const here = classes.get(vectorOf(machine, run).vector);
      for (const below of hiddenBelow(machine, universe)) {
        const there = classes.get(vectorOf(below, run).vector);
        if (here !== undefined && there !== undefined) proveWorlds(universe, [here, there], specific, tally);
      }
    }
  }
  return tally;
}

/** What answers at the machine's other address. */
function hiddenBelow(machine: Machine, universe: Universe): readonly Machine[] {
  const own = (letter: HostLetter): Row => ({ holds: plain(universe.expected[letter][0] ?? 'F0'), key: 'good' });
  const fallback = plain('F0');
  const base: Machine = {
    ...machine,
    exactRow: null,
    specific: false,
    filters: [],
    wildcard: null,
    unknown: fallback,
    none: fallback,
  };
  return [
    { ...base, a: own('a'), b: own('b') },
    { ...base, a: null, b: own('b') },
  ];
}

/** Heads or tails, by Knuth's multiplicative hash: the same on every machine. */
function coin(index: number, toss: number): boolean {
  return ((Math.imul(index + 1, 2_654_435_761) >>> (8 + toss)) & 1) === 1;
}

/**
 * The classes, neighbours in the list being each other's company: the first with the one in the middle, and so on, since what is
 * alike is quicker one after the other. `mixed`: by a stride near the golden section, to meet every kind soon.
 */
function inPairs<Item>(list: readonly Item[], mixed: boolean): readonly Item[] {
  const half = Math.ceil(list.length / 2);
  if (!mixed) return list.slice(0, half).flatMap((one, index) => [one, ...list.slice(half + index, half + index + 1)]);
  const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));
  let stride = Math.max(1, Math.round(list.length * 0.618));
  while (gcd(stride, list.length) !== 1) stride += 1;
  return list.flatMap((_, index) => list[(index * stride) % list.length] ?? []);
}

/** The worlds of one class at each address, in each other's company; half of the runs ask for the hosts in the reverse order. */
function proveWorlds(universe: Universe, classes: readonly LookAlikes[], index: number, tally: Tally): void {
  const letters = coin(index, 2) ? universe.hosts : universe.hosts.toReversed();
  const { targets: results } = runWorld(
    letters.map((letter) => targetFor(universe, HOSTS[letter], letter)),
    classes.map(({ sample }) => alone(sample)),
    { shift40: coin(index, 3) },
  );
  tally.runs += 1;
  for (const [place, one] of classes.entries()) {
    const address = ADDRESSES[place] ?? '';
    const judged: Judgement[] = [];
    for (const [targetIndex, letter] of letters.entries()) {
      const target = results[targetIndex];
      const result = target?.endpoints[place];
      const places = one.hosts.get(letter);
      if (target === undefined || result === undefined || places === undefined)
        throw new Error('a verdict for every place');
      const newer = letter === 'a' ? newerElsewhere(universe, one, classes[1 - place]) : 'no';
      if (newer === 'unclear') continue;
      const onlyByName = newer === 'yes';
      const possible = onlyByName ? places.whereStale : places.causes;
      const lead = onlyByName ? null : leadFor(universe, letter, one.sample, classes[1 - place]?.sample ?? null);
      const judgement = judgeCase({
        ...{ possible, onlyByName, result, findings: target.findings, address },
        ...{ lead, server: null },
      });
      judged.push(judgement);
      if (judgement.problems.length > 0) {
        const text = tellFailure(universe, classes, letter, place, possible, result, judgement);
        for (const problem of judgement.problems)
          noteKind(tally, `${problem} [expected ${tell(possible)}]`, one.count, text);
      }
      count(tally, onlyByName ? undefined : one.counts.get(letter), possible, result, judgement);
    }
    add(tally, one.count, judged);
  }
}

function add(tally: Tally, worlds: number, judged: readonly Judgement[]): void {
  tally.worlds += worlds;
  if (judged.every(({ sound }) => sound)) tally.sound += worlds;
  if (judged.every(({ tight }) => tight)) tally.tight += worlds;
  if (judged.some(({ decided }) => decided !== null)) {
    tally.decidable += worlds;
    if (judged.every(({ decided }) => decided !== false)) tally.decided += worlds;
  }
  if (judged.some(({ falseAlarm }) => falseAlarm)) tally.falseAlarms += worlds;
  if (judged.some(({ problems }) => problems.length > 0)) tally.failed += worlds;
}

/**
 * By name: whether the other address serves host A the later edition of what this one does. Unclear where the later one comes
 * with a signature that does not verify: the design does not say whether that counts as served.
 */
function newerElsewhere(universe: Universe, here: LookAlikes, there: LookAlikes | undefined): 'yes' | 'no' | 'unclear' {
  if (universe.by !== 'name' || there === undefined) return 'no';
  if (!/^A-x?[+~]* /.test(here.vector)) return 'no';
  const [, elsewhere = '', rsaOnly = ''] = /^(\S+) \((\S*) /.exec(there.vector) ?? [];
  if ([elsewhere, rsaOnly].some((code) => code.replace(/[+~]/g, '') === NEWER)) return 'yes';
  return elsewhere.startsWith(`${NEWER}!`) ? 'unclear' : 'no';
}

function count(
  tally: Tally,
  counts: ReadonlyMap<Cause | null, number> | undefined,
  possible: number,
  result: EndpointResult,
  judgement: Judgement,
): void {
  for (const cause of causesIn(possible)) {
    const sum = tally.byCause.get(cause) ?? { worlds: 0, decidable: 0, decided: 0, questions: [] };
    const worlds = counts === undefined ? 1 : (counts.get(cause) ?? 0);
    sum.worlds += worlds;
    if (judgement.decided !== null) sum.decidable += worlds;
    if (judgement.decided === true) sum.decided += worlds;
    sum.questions.push(result.questions);
    tally.byCause.set(cause, sum);
  }
}

function noteKind(tally: Tally, kind: string, worlds: number, example: string): void {
  const known = tally.kinds.get(kind);
  if (known === undefined) tally.kinds.set(kind, { worlds, example });
  else known.worlds += worlds;
}

function tell(possible: number): string {
  const causes = causesIn(possible);
  return causes.length === 0 ? 'nothing wrong' : causes.join(' | ');
}

function tellFailure(
  universe: Universe,
  classes: readonly LookAlikes[],
  letter: HostLetter,
  addressIndex: number,
  possible: number,
  result: EndpointResult,
  judgement: Judgement,
): string {
  const one = classes[addressIndex];
  const examples = [...(one?.hosts.get(letter)?.examples ?? [])].map(
    ([cause, machine]) => `      ${cause ?? 'nothing wrong'}: ${describe(machine)}`,
  );
  const { diagnosis, status } = result.verdict;
  return [
    `  universe ${universe.id}, target ${HOSTS[letter]} at address ${addressIndex + 1}; at the other: ${classes[1 - addressIndex]?.vector ?? 'no other address'}`,
    `    vector (each host (rsa-only ecdsa-only) | none, unknown, sibling, names in certificates): ${one?.vector}`,
    ...['    machines that answer so:', ...examples],
    `    asked: ${result.observations.map(tellObservation).join(' · ')}`,
    `    expected: ${tell(possible)}`,
    `    named: ${judgement.named.join(' | ')} (${status}; ${diagnosis?.cause ?? 'no diagnosis'}, ${diagnosis?.certainty ?? ''}; beside it ${diagnosis?.alternatives.map(({ cause, certainty }) => `${cause} ${certainty}`).join(', ') ?? ''})`,
    `    problems: ${judgement.problems.join('; ')}`,
  ].join('\n');
}

function tellObservation(one: EndpointResult['observations'][number]): string {
  const [leaf] = one.certificates;
  const what = leaf === undefined ? `${one.outcome}/${one.reason ?? ''}` : wordFor(leaf);
  const marks = `${one.possession === 'failed' ? '!' : ''}${one.serverNameAcknowledged === true ? '+' : ''}${one.warningAlerts.length > 0 ? '~' : ''}`;
  return `${one.probe}#${one.attempt}(${one.serverName ?? '-'})=${what}${marks}${one.shared ? ' shared' : ''}`;
}

/** Adds a part that was proved elsewhere. */
export function merge(into: Tally, part: Tally): Tally {
  for (const key of ['worlds', 'runs', 'sound', 'tight', 'decidable', 'decided', 'falseAlarms', 'failed'] as const) {
    into[key] += part[key];
  }
  for (const [cause, sum] of part.byCause) {
    const known = into.byCause.get(cause) ?? { worlds: 0, decidable: 0, decided: 0, questions: [] };
    for (const key of ['worlds', 'decidable', 'decided'] as const) known[key] += sum[key];
    for (const one of sum.questions) known.questions.push(one);
    into.byCause.set(cause, known);
  }
  for (const [kind, { worlds, example }] of part.kinds) noteKind(into, kind, worlds, example);
  return into;
}

/** Causes that section 5 never lets be certain: no evidence decides them, so they need no decidable worlds. */
const NEVER_DECIDED: ReadonlySet<Cause> = new Set(['another-server', 'ip-binding-conflict', 'sni-not-supported']);

/** Causes without worlds, or without decidable ones. */
export function uncovered(tally: Tally): readonly Cause[] {
  const unnamed: ReadonlySet<Cause> = new Set(['fallback-certificate', 'unexplained']);
  return CAUSES.filter((cause) => {
    if (unnamed.has(cause)) return false;
    const sum = tally.byCause.get(cause);
    return sum === undefined || sum.worlds === 0 || (sum.decidable === 0 && !NEVER_DECIDED.has(cause));
  });
}

export function renderTally(tally: Tally): string {
  const { worlds, sound, tight, decidable, decided, falseAlarms } = tally;
  const lines = [
    `worlds ${worlds}, sound ${sound}/${worlds}, tight ${tight}/${worlds}, decided ${decided}/${decidable} of the decidable, false alarms ${falseAlarms}`,
  ];
  for (const cause of CAUSES) {
    const sum = tally.byCause.get(cause);
    if (sum === undefined) continue;
    const sorted = sum.questions.toSorted((a, b) => a - b);
    const median = sorted[Math.floor(sorted.length / 2)] ?? 0;
    lines.push(
      `  ${cause}: worlds ${sum.worlds}, decidable ${sum.decidable}, decided ${sum.decided}, questions median ${median}, largest ${sorted.at(-1) ?? 0}`,
    );
  }
  return lines.join('\n');
}

/** The commonest kinds of failure first, each with one world. */
export function renderFailures(tally: Tally, most: number): string {
  const kinds = [...tally.kinds].toSorted(([, a], [, b]) => b.worlds - a.worlds);
  return kinds
    .slice(0, most)
    .map(([kind, { worlds, example }]) => `${worlds} worlds: ${kind}\n${example}`)
    .concat(kinds.length > most ? [`… and ${kinds.length - most} more kinds of failure`] : [])
    .join('\n\n');
}
