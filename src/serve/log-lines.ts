import type { FastifyBaseLogger } from 'fastify';
import type { TargetReport } from '../model/report.js';
import type { HistoryEvent } from './history.js';
import { factsOf } from './metrics/facts.js';

/** What changed, with its cause: a warning where the target is not well. */
export function tellChange(
  logger: FastifyBaseLogger,
  target: string,
  report: TargetReport,
  changes: readonly HistoryEvent[],
): void {
  const { status, code, sentence } = factsOf(target, report);
  const line = { target, status, code, cause: report.diagnosis?.cause ?? null, sentence, changes };
  if (status === 'critical' || status === 'unknown') logger.warn(line, 'changed');
  else logger.info(line, 'changed');
}

/** More names than this make no line that somebody reads. */
const MOST_NAMED = 20;

/** What a list that was loaded has more and less than the one before; nothing of the first. */
export function difference(
  before: ReadonlySet<string>,
  now: ReadonlySet<string>,
): Readonly<Record<string, readonly string[]>> {
  const without = (some: ReadonlySet<string>, others: ReadonlySet<string>): readonly string[] => {
    const left = [...some].filter((id) => !others.has(id));
    return left.length <= MOST_NAMED ? left : [...left.slice(0, MOST_NAMED), `and ${left.length - MOST_NAMED} more`];
  };
  // The first list is new as a whole.
  return before.size === 0 ? {} : { added: without(now, before), removed: without(before, now) };
}
