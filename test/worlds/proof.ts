/**
 * The proof: runs the real diagnosis over every class of look-alikes and checks each verdict. Worlds of one class answer
 * every question alike, so one run stands for all of them. Each run has two addresses with two classes of one universe, and
 * both hosts as targets, so a run checks four places; every class stands once at either address, with different company.
 */
import { CAUSES, type Cause } from '../../src/model/diagnosis.js';
import type { Target } from '../../src/model/target.js';
import { alone, type Behind, describe } from './address.js';
import { HOST_A, HOST_B } from './certificates.js';
import { causesIn, type LookAlikes, lookAlikes, NEWER } from './classes.js';
import { wordFor } from './der.js';
import { UNIVERSES, type Universe } from './enumerate.js';
import { targetFor } from './evidence.js';
import { type Judgement, judgeCase } from './judge.js';
import { ADDRESSES, type EndpointResult, runWorld } from './run.js';

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

/** All universes, or an even slice of their classes. */
export function prove(slice: Slice = WHOLE, tally: Tally = emptyTally()): Tally {
  for (const universe of UNIVERSES) proveUniverse(universe, slice, tally);
  return tally;
}

function proveUniverse(universe: Universe, slice: Slice, tally: Tally): void {
  const classes = [...lookAlikes(universe).values()];
  const targets = [targetFor(universe, HOST_A, 'a'), targetFor(universe, HOST_B, 'b')];
  const step = strideFor(classes.length);
  for (let index = slice.from; index < classes.length; index += slice.every) {
    const here = classes[index];
    const there = classes[(index * step + 7) % classes.length];
    if (here === undefined || there === undefined) continue;
    proveWorlds(universe, targets, [here, there], index % 2 === 1, tally);
  }
}

/** Near the golden section and without a common divisor, so that the company of each class is unlike the last one's. */
function strideFor(length: number): number {
  const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));
  let stride = Math.max(1, Math.round(length * 0.618));
  while (gcd(stride, length) !== 1) stride += 1;
  return stride;
}

/** Every world of `classes[0]` at the first address, in the company of `classes[1]` at the second, whose verdicts count as checks too. */
function proveWorlds(
  universe: Universe,
  targets: readonly Target[],
  classes: readonly [LookAlikes, LookAlikes],
  shift40: boolean,
  tally: Tally,
): void {
  const behind: readonly Behind[] = classes.map(({ sample }) => alone(sample));
  const { targets: results } = runWorld(targets, behind, { shift40 });
  const [own] = classes;
  tally.runs += 1;
  tally.worlds += own.count;
  let isSound = true;
  let isTight = true;
  let isDecidable = false;
  let isDecided = true;
  let falseAlarm = false;
  let hasFailed = false;
  for (const [targetIndex, letter] of (['a', 'b'] as const).entries()) {
    for (const [addressIndex, one] of classes.entries()) {
      const target = results[targetIndex];
      const result = target?.endpoints[addressIndex];
      const address = ADDRESSES[addressIndex];
      const other = classes[1 - addressIndex];
      if (target === undefined || result === undefined || address === undefined || other === undefined) continue;
      const newer = letter === 'a' ? newerElsewhere(universe, one, other) : 'no';
      if (newer === 'unclear') continue;
      const onlyByName = newer === 'yes';
      const possible = onlyByName ? one[letter].whereStale : one[letter].causes;
      const judgement = judgeCase({ possible, onlyByName, result, findings: target.findings, address });
      isSound &&= judgement.sound;
      isTight &&= judgement.tight;
      falseAlarm ||= judgement.falseAlarm;
      if (judgement.decided !== null) isDecidable = true;
      isDecided &&= judgement.decided !== false;
      if (judgement.problems.length > 0) {
        hasFailed = true;
        const text = tellFailure(universe, classes, targetIndex, addressIndex, possible, result, judgement);
        for (const problem of judgement.problems)
          noteKind(tally, `${problem} [expected ${tell(possible)}]`, one.count, text);
      }
      if (addressIndex === 0) count(tally, one, letter, onlyByName, possible, result, judgement);
    }
  }
  if (isSound) tally.sound += own.count;
  if (isTight) tally.tight += own.count;
  if (isDecidable) tally.decidable += own.count;
  if (isDecidable && isDecided) tally.decided += own.count;
  if (falseAlarm) tally.falseAlarms += own.count;
  if (hasFailed) tally.failed += own.count;
}

/**
 * By name: whether the other address serves host A the later edition of what this one does. Unclear where the later one comes
 * with a signature that does not verify: the design does not say whether that counts as served.
 */
function newerElsewhere(universe: Universe, here: LookAlikes, there: LookAlikes): 'yes' | 'no' | 'unclear' {
  if (universe.by !== 'name') return 'no';
  const [control = ''] = here.vector.split(' ');
  if (!/^A-x?[+~]*$/.test(control)) return 'no';
  const [elsewhere = '', rsaOnly = ''] = there.vector.split(' ');
  if ([elsewhere, rsaOnly].some((code) => code.replace(/[+~]/g, '') === NEWER)) return 'yes';
  return elsewhere.startsWith(`${NEWER}!`) ? 'unclear' : 'no';
}

function count(
  tally: Tally,
  one: LookAlikes,
  letter: 'a' | 'b',
  onlyByName: boolean,
  possible: number,
  result: EndpointResult,
  judgement: Judgement,
): void {
  for (const cause of causesIn(possible)) {
    const sum = tally.byCause.get(cause) ?? { worlds: 0, decidable: 0, decided: 0, questions: [] };
    const worlds = (onlyByName ? null : one[letter].counts.get(cause)) ?? 1;
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
  targetIndex: number,
  addressIndex: number,
  possible: number,
  result: EndpointResult,
  judgement: Judgement,
): string {
  const one = classes[addressIndex];
  const letter = targetIndex === 0 ? 'a' : 'b';
  const examples = [...(one?.[letter].examples ?? [])].map(
    ([cause, machine]) => `      ${cause ?? 'nothing wrong'}: ${describe(machine)}`,
  );
  const { diagnosis, status } = result.verdict;
  return [
    `  universe ${universe.id}, target ${letter === 'a' ? HOST_A : HOST_B} at address ${addressIndex + 1}; at the other: ${classes[1 - addressIndex]?.vector}`,
    `    vector (A any/rsa/ecdsa, B the same, none, unknown, sibling, names in certificates): ${one?.vector}`,
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
