import { setTimeout as pause } from 'node:timers/promises';
import { UsageError } from '../errors.js';
import type { TargetReport } from '../model/report.js';
import type { BadLine, Target } from '../model/target.js';
import { systemClock } from './ambient.js';
import { check } from './check.js';
import type { CheckOptions } from './options.js';

/** How long to wait for a rollout, and what counts as arrived. Times in milliseconds. */
export interface WaitOptions {
  readonly forMs: number;
  /** So many rounds in a row must be right and alike: one good node behind a balancer is not all of them. Default 3. */
  readonly stable?: number | undefined;
  /** Before the second round; as long as nothing arrives, each further pause is half as long again. Default 1,000. */
  readonly firstPauseMs?: number | undefined;
  /** Default 30,000. */
  readonly longestPauseMs?: number | undefined;
  /** Baseline and accepted deviations: what they make of a report decides. */
  readonly review?: ((report: TargetReport) => TargetReport) | undefined;
  /** After every round: how many targets have arrived, and the reports of those that have not. */
  readonly onRound?: ((progress: WaitProgress) => void) | undefined;
}

export interface WaitProgress {
  readonly round: number;
  readonly converged: number;
  readonly total: number;
  readonly missing: readonly TargetReport[];
  /** Until the next round; null when there is none. */
  readonly pauseMs: number | null;
}

interface Waiting {
  readonly target: Target | BadLine;
  readonly last: TargetReport | null;
  /** How often in a row it was right and alike. */
  readonly streak: number;
}

/**
 * Asks again and again, only what has not arrived, until every target is served what is expected `stable` times in a
 * row, or the time is over, or the check's signal aborts; then yields the last report of each target, in the list's order.
 *
 * @throws UsageError `bad-target` for `mx:` and `srv:`, whose hosts may be others each time
 */
export async function* waitUntilConverged(
  targets: readonly (Target | BadLine)[],
  options: CheckOptions,
  wait: WaitOptions,
): AsyncGenerator<TargetReport> {
  const looksUp = targets.find((target) => 'lookup' in target && target.lookup !== undefined);
  if (looksUp !== undefined && 'host' in looksUp) {
    throw new UsageError(
      'bad-target',
      `${looksUp.lookup}:${looksUp.host} cannot be waited for`,
      'Name the hosts that DNS gives for it.',
    );
  }
  const stable = wait.stable ?? 3;
  const clock = options.clock ?? systemClock();
  const deadline = clock() + wait.forMs;
  const firstPauseMs = wait.firstPauseMs ?? 1_000;
  let pauseMs = firstPauseMs;
  const state: Waiting[] = targets.map((target) => ({ target, last: null, streak: 0 }));
  for (let round = 1; ; round += 1) {
    // What is on its way is looked at again soon; what does not move, ever more rarely.
    const moved = await askOnce(state, stable, options, wait);
    const missing = state.filter((one) => !hasArrived(one, stable));
    const left = deadline - clock();
    const over = missing.length === 0 || left <= 0 || options.signal?.aborted === true;
    const next = Math.min(pauseMs, left);
    wait.onRound?.({
      round,
      converged: state.length - missing.length,
      total: state.length,
      missing: missing.flatMap((one) => one.last ?? []),
      pauseMs: over ? null : next,
    });
    if (over || !(await rest(next, options.signal ?? null))) break;
    pauseMs = moved ? firstPauseMs : Math.min(pauseMs * 1.5, wait.longestPauseMs ?? 30_000);
  }
  yield* state.flatMap((one) => one.last ?? []);
}

/** A line that is no target is told once: no rollout mends it. */
function hasArrived(one: Waiting, stable: number): boolean {
  return one.streak >= stable || (one.last !== null && 'reason' in one.target);
}

/** True when something came nearer. */
async function askOnce(state: Waiting[], stable: number, options: CheckOptions, wait: WaitOptions): Promise<boolean> {
  const asked = state.flatMap((one, index) => (hasArrived(one, stable) ? [] : [index]));
  const round = check(
    asked.flatMap((index) => state[index]?.target ?? []),
    { ...options, ordered: true },
  );
  let position = 0;
  let moved = false;
  try {
    for await (const raw of round) {
      const index = asked[position];
      position += 1;
      const before = index === undefined ? undefined : state[index];
      // What an abort cut off says less than the round before it.
      const cutOff = options.signal?.aborted === true && before?.last != null;
      if (index === undefined || before === undefined || cutOff) continue;
      const report = wait.review?.(raw) ?? raw;
      const streak = streakAfter(before, report);
      moved ||= streak > before.streak;
      state[index] = { target: before.target, last: report, streak };
    }
  } catch (error) {
    // An abort ends the wait; what this round had reported stays, and the last state is told.
    if (options.signal?.aborted !== true) throw error;
  }
  return moved;
}

function streakAfter(before: Waiting, report: TargetReport): number {
  if (report.status === 'critical' || report.status === 'unknown') return 0;
  return before.streak > 0 && before.last !== null && answers(before.last) === answers(report) ? before.streak + 1 : 1;
}

function answers(report: TargetReport): string {
  return report.endpoints
    .map((endpoint) => `${endpoint.address} ${endpoint.port} ${endpoint.served ?? '-'}`)
    .sort()
    .join('\n');
}

async function rest(ms: number, signal: AbortSignal | null): Promise<boolean> {
  try {
    await pause(ms, undefined, signal === null ? {} : { signal });
    return true;
  } catch {
    return false;
  }
}
