import { setTimeout as pause } from 'node:timers/promises';
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
  /** Before the second round; every further pause is half as long again. Default 1,000. */
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
 */
export async function* waitUntilConverged(
  targets: readonly (Target | BadLine)[],
  options: CheckOptions,
  wait: WaitOptions,
): AsyncGenerator<TargetReport> {
  const stable = wait.stable ?? 3;
  const clock = options.clock ?? systemClock();
  const deadline = clock() + wait.forMs;
  let pauseMs = wait.firstPauseMs ?? 1_000;
  const state: Waiting[] = targets.map((target) => ({ target, last: null, streak: 0 }));
  for (let round = 1; ; round += 1) {
    await askOnce(state, stable, options, wait);
    const missing = state.filter((one) => one.streak < stable);
    const over = missing.length === 0 || clock() + pauseMs > deadline || options.signal?.aborted === true;
    wait.onRound?.({
      round,
      converged: state.length - missing.length,
      total: state.length,
      missing: missing.flatMap((one) => one.last ?? []),
      pauseMs: over ? null : pauseMs,
    });
    if (over || !(await rest(pauseMs, options.signal ?? null))) break;
    pauseMs = Math.min(pauseMs * 1.5, wait.longestPauseMs ?? 30_000);
  }
  yield* state.flatMap((one) => one.last ?? []);
}

async function askOnce(state: Waiting[], stable: number, options: CheckOptions, wait: WaitOptions): Promise<void> {
  const asked = state.flatMap((one, index) => (one.streak < stable ? [index] : []));
  const round = check(
    asked.flatMap((index) => state[index]?.target ?? []),
    { ...options, ordered: true },
  );
  let position = 0;
  try {
    for await (const raw of round) {
      const index = asked[position];
      position += 1;
      const before = index === undefined ? undefined : state[index];
      if (index === undefined || before === undefined) continue;
      const report = wait.review?.(raw) ?? raw;
      state[index] = { target: before.target, last: report, streak: streakAfter(before, report) };
    }
  } catch (error) {
    // An abort ends the wait; what this round had reported stays, and the last state is told.
    if (options.signal?.aborted !== true) throw error;
  }
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
