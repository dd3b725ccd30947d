export const SEVERITIES = ['critical', 'warning', 'notice'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** A cited judgement on what was observed. */
export interface Finding {
  /** Stable: see the design's section 5. */
  readonly code: string;
  readonly severity: Severity;
  /** The endpoint's address; null when it concerns the target as a whole. */
  readonly address: string | null;
  readonly message: string;
  /** RFC sections, or the source of the heuristic. */
  readonly citations: readonly string[];
  /** An accepted deviation: shown, does not fail until its date. */
  readonly accepted: null | { readonly until: string; readonly reason: string };
}
