import type { CheckOptions } from '../engine/options.js';
import type { WaitProgress } from '../engine/wait.js';
import { UsageError } from '../errors.js';
import type { TargetReport } from '../model/report.js';
import type { BadLine, Target } from '../model/target.js';
import { leadingCode, targetWords } from '../report/codes.js';
import { escapeAndCut } from '../report/escape.js';
import type { CheckFlags } from './check-flags.js';
import type { Progress } from './progress.js';
import type { Review } from './review.js';

/** Waits as a run: the last report of each target, and then what has not arrived. */
export interface Waiting {
  readonly reports: AsyncIterable<TargetReport>;
  /** Once it has ended: one line on what has not arrived; null when all has. */
  missing(): string | null;
}

const FIRST_PAUSE_MS = 1_000;
const MOST_NAMED = 5;

/** `--wait DURATION --stable N`. Throws UsageError. */
export async function waitFor(
  forMs: number,
  targets: AsyncIterable<Target | BadLine>,
  options: CheckOptions,
  surroundings: { readonly flags: CheckFlags; readonly review: Review; readonly progress: Progress },
): Promise<Waiting> {
  const { flags, review, progress } = surroundings;
  const { waitUntilConverged } = await import('../engine/wait.js');
  const list: (Target | BadLine)[] = [];
  for await (const target of targets) list.push(target);
  let last: WaitProgress | null = null;
  const reports = waitUntilConverged(list, options, {
    forMs,
    stable: flags.stable,
    // Whoever waits for a few seconds wants to know within them.
    firstPauseMs: Math.min(FIRST_PAUSE_MS, forMs / 20),
    review: review.report,
    onRound: (round) => {
      last = round;
      void progress.round(round);
    },
  });
  return { reports, missing: () => (last === null ? null : missingWords(last)) };
}

function missingWords({ converged, total, missing }: WaitProgress): string | null {
  if (converged === total) return null;
  const names = missing.slice(0, MOST_NAMED).map((report) => {
    const code = leadingCode(report);
    return `${escapeAndCut(targetWords(report.target), 80)} ${code === null ? '(not settled)' : `[${code}]`}`;
  });
  const more = missing.length > names.length ? ` and ${missing.length - names.length} more` : '';
  return `${converged} of ${total} as expected; missing: ${names.join(', ')}${more}`;
}

/** Throws UsageError where `--stable` stands alone. */
export function refuseStableAlone(flags: CheckFlags): void {
  if (flags.stable !== undefined && flags.wait === undefined) {
    throw new UsageError('bad-option', '--stable goes with --wait', 'Such as --wait 10m --stable 5.');
  }
}
