import type { Status, TargetReport } from '../model/report.js';

/** What a run came to, for a report's last line and the exit code. */
export interface RunSummary {
  readonly targets: number;
  readonly endpoints: number;
  readonly statuses: Readonly<Record<Status, number>>;
  /** Connections made. */
  readonly questions: number;
  readonly durationMs: number;
  /** True when it was ended before all targets were asked. */
  readonly interrupted: boolean;
}

/** A format as a stream: what to write first, for each report as it comes, and last. Pure: no input or output. */
export interface Renderer {
  begin(): string;
  report(report: TargetReport): string;
  end(summary: RunSummary): string;
}

/** The summary before anything was asked. */
export function emptySummary(): RunSummary {
  const statuses = { critical: 0, unknown: 0, warning: 0, ok: 0 };
  return { targets: 0, endpoints: 0, statuses, questions: 0, durationMs: 0, interrupted: false };
}

/** The summary with one more report. */
export function summarise(summary: RunSummary, report: TargetReport): RunSummary {
  return {
    ...summary,
    targets: summary.targets + 1,
    endpoints: summary.endpoints + report.endpoints.length,
    statuses: { ...summary.statuses, [report.status]: summary.statuses[report.status] + 1 },
    questions: summary.questions + report.questions,
  };
}
