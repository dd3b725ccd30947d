/** A known fault that is accepted until a date: shown in every report, and not failing until then. */
export interface AcceptedDeviation {
  /** A finding's code or a cause. */
  readonly code: string;
  /** `host`, `host:port`, `*.parent` (any number of labels) or `*`. */
  readonly target: string;
  /** The last day it is accepted on, `2026-12-31` (UTC). */
  readonly until: string;
  readonly reason: string;
  /** `file:line`. */
  readonly source: string;
}
