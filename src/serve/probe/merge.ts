import { InternalError } from '../../errors.js';
import { STATUSES, type TargetReport } from '../../model/report.js';

/**
 * One report out of several of one name: a manifest that expects something else at each address has a target for each.
 * The worst speaks for all.
 */
export function mergeReports(reports: readonly TargetReport[]): TargetReport {
  const [worst, ...others] = reports.toSorted((a, b) => STATUSES.indexOf(a.status) - STATUSES.indexOf(b.status));
  if (worst === undefined) throw new InternalError('a probe without a report');
  if (others.length === 0) return worst;
  const all = [worst, ...others];
  return {
    ...worst,
    durationMs: Math.max(...all.map(({ durationMs }) => durationMs)),
    questions: all.reduce((sum, { questions }) => sum + questions, 0),
    endpoints: all.flatMap(({ endpoints }) => endpoints),
    certificates: Object.assign({}, ...all.map(({ certificates }) => certificates)),
    findings: all.flatMap(({ findings }) => findings),
    changes: all.flatMap(({ changes }) => changes),
  };
}
