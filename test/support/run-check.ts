/** The library's main function, as the tests use it: target texts in, reports out. */
import { probes } from '../../probes/index.js';
import { check } from '../../src/engine/check.js';
import type { CheckOptions } from '../../src/engine/options.js';
import type { Expectation } from '../../src/model/expectation.js';
import type { TargetReport } from '../../src/model/report.js';
import { parseTarget } from '../../src/targets/parse-target.js';

export interface TargetText {
  /** The grammar of the design's section 7. */
  readonly target: string;
  readonly expectation?: Expectation | null;
}

/** Checks targets on loopback; trust is not asked unless the options say so. In the input's order. */
export async function checkAll(
  targets: readonly (string | TargetText)[],
  options: Partial<CheckOptions> = {},
): Promise<readonly TargetReport[]> {
  const parsed = targets.flatMap((each) => {
    const { target, expectation = null } = typeof each === 'string' ? { target: each } : each;
    return parseTarget(target, { source: null, defaults: { expectation } });
  });
  const reports: TargetReport[] = [];
  const settings: CheckOptions = {
    probes,
    tool: 'whichcert/0.0.0-test',
    trust: { mode: 'none', ca: [], caSource: null },
    resolver: { hostsFile: '' },
    ordered: true,
    ...options,
  };
  for await (const report of check(parsed, settings)) reports.push(report);
  return reports;
}

/** The one report of one target. */
export async function checkOne(
  target: string | TargetText,
  options: Partial<CheckOptions> = {},
): Promise<TargetReport> {
  const [report] = await checkAll([target], options);
  if (report === undefined) throw new Error('no report');
  return report;
}
