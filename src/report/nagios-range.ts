import { UsageError } from '../errors.js';

/** A threshold in Nagios' range syntax (Monitoring Plugins Guidelines, "Threshold and ranges"): alert outside, or inside with `@`. */
export interface NagiosRange {
  readonly start: number;
  readonly end: number;
  readonly inside: boolean;
  /** As written, for performance data. */
  readonly text: string;
}

/**
 * `30:` (alert below 30), `~:10`, `@5:10`, `10:20`. A plain number means *at least* that: `30` is `30:`, because for days
 * left the guidelines' 0 to 30 would alert on every fresh certificate. Throws UsageError `bad-option`.
 */
export function readNagiosRange(option: string, written: string): NagiosRange {
  const trimmed = written.trim();
  const text = /^\d+(\.\d+)?$/.test(trimmed) ? `${trimmed}:` : trimmed;
  const match = /^(@?)(?:(~|-?\d+(?:\.\d+)?)?:)?(-?\d+(?:\.\d+)?)?$/.exec(text);
  const start = match?.[2] === '~' ? Number.NEGATIVE_INFINITY : Number(match?.[2] ?? 0);
  const end = match?.[3] === undefined ? Number.POSITIVE_INFINITY : Number(match[3]);
  if (match === null || text === '' || text === '@' || text === ':' || start > end) {
    throw new UsageError(
      'bad-option',
      `${option}: ${JSON.stringify(written)} is not a range`,
      'Expected is [@][start:][end], for example 30: (alert below 30) or 14:30.',
    );
  }
  return { start, end, inside: match[1] === '@', text };
}

/** Whether a value alerts. */
export function alerts(range: NagiosRange, value: number): boolean {
  const within = value >= range.start && value <= range.end;
  return range.inside ? within : !within;
}

/** Why a value alerts, as it follows that value: `fewer than 30`. */
export function alertWords({ start, end, inside }: NagiosRange, value: number): string {
  if (inside && start === Number.NEGATIVE_INFINITY) return `${end} or fewer`;
  if (inside) return end === Number.POSITIVE_INFINITY ? `${start} or more` : `between ${start} and ${end}`;
  return value < start ? `fewer than ${start}` : `more than ${end}`;
}
