import { type Baseline, collectBaseline } from '../../src/expectation/baseline.js';
import type { TargetReport } from '../../src/model/report.js';

/** The baseline of these reports. */
export function baselineOf(reports: readonly TargetReport[]): Baseline {
  const collector = collectBaseline();
  for (const report of reports) collector.add(report);
  return collector.baseline('whichcert/0.0.0', '2026-11-20T06:00:00Z');
}
