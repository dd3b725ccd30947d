import type { TypedOption } from '../model/typed-option.js';

/** What the caller decided. */
export interface Policy {
  /** `expires-soon` warns below this many days; null: min(30 days, a third of the life). */
  readonly warnDays: number | null;
  /** `expires-soon` is critical below this many days; null: never. */
  readonly criticalDays: number | null;
  /** Which status an address has that cannot be reached. */
  readonly unreachable: 'critical' | 'unknown' | 'ignore';
  /** Without a route for a family its endpoints are skipped; true makes them unknown. */
  readonly requireIpv6: boolean;
  /** What the commands that check again repeat. */
  readonly typedOptions: readonly TypedOption[];
}

export const DEFAULT_POLICY: Policy = {
  warnDays: null,
  criticalDays: null,
  unreachable: 'unknown',
  requireIpv6: false,
  typedOptions: [],
};
