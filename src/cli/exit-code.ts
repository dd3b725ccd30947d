import type { RunSummary } from '../report/renderer.js';

/** Section 7 of the design, the same as for Nagios plugins: 2 critical, 3 unknown or bad usage, 1 warning, 0 all well. */
export const EXIT = { ok: 0, warning: 1, critical: 2, unknown: 3 } as const;

/** What counts beside the statuses. */
export interface ExitPolicy {
  /** `critical`: warnings are told, and the code is 0. */
  readonly failOn?: 'warning' | 'critical' | undefined;
  /** Something was left open: an output that could not be written, a list not read to its end, a rollout not arrived. */
  readonly incomplete?: boolean | undefined;
}

/** The worst of a run: critical before unknown before warning. A run that was interrupted does not know. */
export function exitCode(summary: RunSummary, policy: ExitPolicy = {}): number {
  if (summary.statuses.critical > 0) return EXIT.critical;
  if (summary.statuses.unknown > 0 || summary.interrupted || policy.incomplete === true) return EXIT.unknown;
  return summary.statuses.warning > 0 && policy.failOn !== 'critical' ? EXIT.warning : EXIT.ok;
}
