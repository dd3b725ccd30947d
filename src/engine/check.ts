import type { TargetReport } from '../model/report.js';
import type { BadLine, Target } from '../model/target.js';
import { type CheckOptions, settle } from './options.js';
import { Pipeline } from './pipeline.js';
import { beginRun } from './run.js';
import { expandServices } from './service-records.js';

/** What `check` takes: lists as `readTargetList` yields them, or plain arrays. */
export type Targets = Iterable<Target | BadLine> | AsyncIterable<Target | BadLine>;

/**
 * Checks every target and yields a report for each, in the order of completion (`ordered`: the input's).
 * Targets are read as they are needed: a list of a million is never held. Whoever stops reading ends the run.
 *
 * @throws UsageError for an option that makes no sense; the signal's reason when it was aborted, after what is known
 */
export async function* check(targets: Targets, options: CheckOptions): AsyncGenerator<TargetReport> {
  const settings = settle(options);
  const { signal } = settings;
  let pipeline: Pipeline | null = null;
  const run = await beginRun(settings, () => pipeline?.capacity());
  pipeline = new Pipeline(run, expandServices(targets, { ...settings, cancellation: run.cancellation }));
  const { outlet } = pipeline;
  const stop = (): void => run.cancellation.abort();
  if (signal?.aborted) stop();
  signal?.addEventListener('abort', stop, { once: true });
  const fed = pipeline.feed();
  try {
    yield* outlet.read(() => pipeline?.capacity());
  } finally {
    signal?.removeEventListener('abort', stop);
    stop();
    await fed;
  }
  signal?.throwIfAborted();
}
