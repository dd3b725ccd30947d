/**
 * Worlds whose answers depend on the connection, and what is seen beside the probes. Sampled: a slice of the classes of two
 * universes, each with every k of a limiter; pairs of machines that differ in one row, in turn; headers of an HTTP HEAD.
 */
import type { Cause } from '../../src/model/diagnosis.js';
import { alone, describe, inTurn, limited } from './address.js';
import { HOSTS } from './certificates.js';
import { causesIn, type LookAlikes, lookAlikes, NOTHING_WRONG } from './classes.js';
import { wordFor } from './der.js';
import { NOTHING } from './enumerate.js';
import { targetFor } from './evidence.js';
import { judgeCase } from './judge.js';
import { type Machine, plain, type Row, type Served } from './machine.js';
import type { CauseTally } from './proof.js';
import { ADDRESSES, type EndpointResult, runWorld } from './run.js';
import { UNIVERSES, type Universe } from './universes.js';

/** What went wrong, by world: empty when nothing did. */
export interface VariantResult {
  readonly worlds: number;
  readonly failures: readonly string[];
}

function universeOf(id: string): Universe {
  const found = UNIVERSES.find((one) => one.id === id);
  if (found === undefined) throw new Error(`no such universe: ${id}`);
  return found;
}

function everyNth(universe: Universe, every: number): readonly LookAlikes[] {
  return [...lookAlikes(universe).values()].filter((_, index) => index % every === 0);
}

/**
 * A limiter resets after k = 1 … 6 connections: "no false cause". Where it struck, nothing is named, or what is named is sound;
 * never `certain` but of what was decided without it; a target that is in order is never wrong. Where it did not strike the
 * world is as without it.
 */
export function limiters(every: number): VariantResult {
  const failures: string[] = [];
  let worlds = 0;
  for (const id of ['fingerprint', 'by-name-alone']) {
    const universe = universeOf(id);
    const targets = universe.hosts.map((letter) => targetFor(universe, HOSTS[letter], letter));
    for (const one of everyNth(universe, every)) {
      if (one.sample.port !== 'tls') continue;
      for (const k of [1, 2, 3, 4, 5, 6]) {
        worlds += one.count;
        const { targets: results } = runWorld(targets, [limited(alone(one.sample), k)]);
        // Where nothing was ever answered, a limiter looks like a machine that serves nothing.
        if (!results.some(({ endpoints }) => endpoints[0]?.observations.some(isAnswer))) continue;
        for (const [index, letter] of universe.hosts.entries()) {
          const result = results[index]?.endpoints[0];
          const possible = one.hosts.get(letter)?.causes ?? 0;
          if (result === undefined) continue;
          const problem = limitedProblem(
            result,
            possible,
            results[index]?.findings.some(({ severity }) => severity === 'critical') ?? false,
          );
          if (problem !== null) {
            failures.push(
              `k=${k}, ${letter} of ${one.vector}\n    ${describe(one.sample)}\n    ${tellResult(result)}\n    ${problem}`,
            );
          }
        }
      }
    }
  }
  return { worlds, failures };
}

function isAnswer({ certificates, alert }: EndpointResult['observations'][number]): boolean {
  return certificates.length > 0 || alert !== null;
}

function limitedProblem(result: EndpointResult, possible: number, hasCritical: boolean): string | null {
  const { diagnosis, status } = result.verdict;
  const expected = causesIn(possible);
  const named = diagnosis === null ? [] : [diagnosis.cause, ...diagnosis.alternatives.map(({ cause }) => cause)];
  const wasAnswered = result.observations.some(
    ({ probe, attempt, outcome, reason }) =>
      probe === 'target-name' && attempt > 0 && (outcome !== 'interrupted' || reason !== 'limited'),
  );
  if (!wasAnswered && status === 'ok') return 'ok, but its control was never answered';
  if (possible === NOTHING_WRONG) {
    if (diagnosis !== null || hasCritical || status === 'critical')
      return `false alarm: ${status} ${diagnosis?.cause ?? ''}`;
    return null;
  }
  if (diagnosis === null)
    return status === 'unknown' || (result.limited && status !== 'ok') ? null : `no cause and ${status}`;
  const missing = expected.filter((cause) => !named.includes(cause));
  if (missing.length > 0) return `named ${named.join(' | ')}, expected ${expected.join(' | ')}`;
  if (diagnosis.certainty === 'certain' && expected.length > 1) return 'certain, while several look the same';
  return null;
}

/** What came of machines in turn. */
export interface Rotation {
  readonly failure: string | null;
  /** Whether it was seen to come back, so that it can be decided. */
  readonly decidable: boolean;
  readonly questions: number;
}

/** Machines in turn that differ in host A's row alone. `schedule`: who takes which connection. */
export function rotation(
  first: Row | null,
  second: Row | null,
  unknown: Served | 112,
  schedule: readonly number[],
): Rotation {
  const universe = universeOf('fingerprint');
  const base: Machine = { ...NOTHING, b: { holds: plain('B0'), key: 'good' }, unknown, none: unknown };
  const behind = inTurn(
    [
      { ...base, a: first },
      { ...base, a: second },
    ],
    schedule,
  );
  const targets = (['a', 'b'] as const).map((letter) => targetFor(universe, HOSTS[letter], letter));
  const { targets: results } = runWorld(targets, [behind]);
  const [a, b] = results.map(({ endpoints }) => endpoints[0]);
  if (a === undefined || b === undefined) throw new Error('a verdict for every place');
  const changes = changesIn(a);
  const problem = rotationProblem(a, b, changes, results[0]?.findings.map(({ code }) => code) ?? []);
  return {
    failure: problem === null ? null : `${problem}: ${behind.text}\n    ${tellResult(a)}`,
    decidable: changes >= 2,
    questions: a.questions,
  };
}

function rotationProblem(
  a: EndpointResult,
  b: EndpointResult,
  changes: number,
  codes: readonly string[],
): string | null {
  const { diagnosis } = a.verdict;
  if (b.verdict.diagnosis !== null) return 'host B is in order at either machine';
  if (changes >= 2) {
    const isAlone = diagnosis?.cause === 'rotating-certificates' && diagnosis.alternatives.length === 0;
    return isAlone && a.observations.length >= 6 ? null : 'it came back';
  }
  if (diagnosis?.cause === 'rotating-certificates') return changes === 1 ? 'it changed once' : 'nothing changed';
  return changes === 1 && !codes.includes('changed-during-run') ? 'no changed-during-run' : null;
}

/** Every pair of rows and fallback of a small set, by several schedules. */
export function rotations(): VariantResult & { readonly tally: CauseTally } {
  const rows: readonly (Row | null)[] = [
    null,
    ...['A0', 'A-', 'A+', 'X0', 'B0'].map((word): Row => ({ holds: plain(word), key: 'good' })),
  ];
  const schedules = ['01', '10', '001', '011', '0001', '01001', '1110'].map((text) => [...text].map(Number));
  const failures: string[] = [];
  let worlds = 0;
  const tally: CauseTally = { worlds: 0, decidable: 0, decided: 0, questions: [] };
  for (const [index, first] of rows.entries()) {
    for (const [other, second] of rows.entries()) {
      if (index === other) continue;
      for (const unknown of [plain('F0'), 112] as const) {
        for (const schedule of schedules) {
          worlds += 1;
          const { failure, decidable, questions } = rotation(first, second, unknown, schedule);
          if (failure !== null) failures.push(failure);
          if (!decidable) continue;
          tally.worlds += 1;
          tally.decidable += 1;
          if (failure === null) tally.decided += 1;
          tally.questions.push(questions);
        }
      }
    }
  }
  return { worlds, failures, tally };
}

/** How often the answer to the control changed, in time; the trust handshake comes after the first control. */
function changesIn({ observations, trustCertificates }: EndpointResult): number {
  const seen = observations
    .filter(({ probe, attempt }) => probe === 'target-name' && attempt > 0)
    .map(({ certificates, alert }) => certificates[0] ?? `alert ${alert?.code}`);
  if (trustCertificates?.[0] !== undefined) seen.splice(1, 0, trustCertificates[0]);
  return seen.filter((one, index) => index > 0 && one !== seen[index - 1]).length;
}

/**
 * The `Server` header beside the probes: for every machine among the look-alikes, what it would send. Its cause stays named, and
 * section 5's limits on certainty hold with the header.
 */
export function headers(every: number): VariantResult {
  const failures: string[] = [];
  let worlds = 0;
  for (const id of ['fingerprint', 'fingerprint-alone']) {
    const universe = universeOf(id);
    const targets = universe.hosts.map((letter) => targetFor(universe, HOSTS[letter], letter));
    for (const one of everyNth(universe, every)) {
      for (const [index, letter] of universe.hosts.entries()) {
        const places = one.hosts.get(letter);
        for (const [cause, machine] of places?.examples ?? []) {
          if (cause === null || places === undefined) continue;
          worlds += 1;
          const server = headerOf(machine);
          const { targets: results } = runWorld(targets, [alone(machine)], { http: [{ status: 200, server }] });
          const target = results[index];
          const result = target?.endpoints[0];
          if (target === undefined || result === undefined) continue;
          const judgement = judgeCase({
            possible: places.causes,
            onlyByName: false,
            result,
            findings: target.findings,
            address: ADDRESSES[0] ?? '',
            lead: null,
            server,
          });
          const problems = judgement.problems.filter((problem) => !isAboutPrecision(problem));
          if (!judgement.named.includes(cause)) problems.push(`${cause} is not named`);
          if (problems.length > 0) {
            failures.push(
              `${server}, ${letter} of ${one.vector}\n    ${describe(machine)}\n    ${tellResult(result)}\n    ${problems.join('; ')}`,
            );
          }
        }
      }
    }
  }
  return { worlds, failures };
}

/** A header may rule look-alikes out: then fewer are named, which the classes (of probes alone) do not know. */
function isAboutPrecision(problem: string): boolean {
  return problem.startsWith('not sound, missing');
}

function headerOf(machine: Machine): string | null {
  if (!machine.meant) return 'Apache/2.4.57 (Debian)';
  if (machine.selector === 'http-sys')
    return machine.acknowledges === 'always' ? 'Microsoft-HTTPAPI/2.0' : 'Microsoft-IIS/10.0';
  return machine.selector === 'ignored' ? 'Microsoft-IIS/7.5' : 'nginx/1.22.1';
}

function tellResult({ verdict, observations, trustCertificates }: EndpointResult): string {
  const { diagnosis, status } = verdict;
  const seen = observations.map(
    (one) =>
      `${one.probe}#${one.attempt}=${one.certificates[0] === undefined ? `${one.outcome}/${one.reason ?? ''}` : wordFor(one.certificates[0])}`,
  );
  const beside = diagnosis?.alternatives.map(({ cause, certainty }): string => `${cause} ${certainty}`) ?? [];
  const lead: Cause | 'none' = diagnosis?.cause ?? 'none';
  return `${status}, ${lead} ${diagnosis?.certainty ?? ''} beside ${beside.join(', ')}; trust ${trustCertificates?.map(wordFor).join() ?? '-'}; ${seen.join(' · ')}`;
}
