import type { RunSummary } from '../report/renderer.js';

/** Section 7 of the design, the same as for Nagios plugins: 2 critical, 3 unknown or bad usage, 1 warning, 0 all well. */
export const EXIT = { ok: 0, warning: 1, critical: 2, unknown: 3 } as const;

/** The worst of a run: critical before unknown before warning. A run that was interrupted does not know. */
export function exitCode(summary: RunSummary): number {
  if (summary.statuses.critical > 0) return EXIT.critical;
  if (summary.statuses.unknown > 0 || summary.interrupted) return EXIT.unknown;
  return summary.statuses.warning > 0 ? EXIT.warning : EXIT.ok;
}
