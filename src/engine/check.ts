import { InternalError } from '../errors.js';
import type { TargetReport } from '../model/report.js';
import type { BadLine, Target } from '../model/target.js';
import { type CheckOptions, settle } from './options.js';

/** What `check` takes: lists as `readTargetList` yields them, or plain arrays. */
export type Targets = Iterable<Target | BadLine> | AsyncIterable<Target | BadLine>;

/**
 * Checks every target and yields a report for each, in the order of completion (`ordered`: the input's).
 * Targets are read as they are needed; a list of a million is never held.
 *
 * @throws UsageError for an option that makes no sense; the signal's reason when it was aborted, after what is known.
 */
export async function* check(_targets: Targets, options: CheckOptions): AsyncGenerator<TargetReport> {
  settle(options);
  yield* [];
  throw new InternalError('not written yet');
}
