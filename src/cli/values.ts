import { UsageError } from '../errors.js';

/** Collects an option that repeats or takes commas. */
export function collectList(text: string, before: readonly string[] | undefined): readonly string[] {
  const parts = text.split(',').map((part) => part.trim());
  return [...(before ?? []), ...parts.filter((part) => part !== '')];
}

/** Collects an option that repeats and whose values may hold commas: paths. */
export function collectOnce(text: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), text];
}

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** `10s`, `500ms`, `1m`, `1.5s` → milliseconds. A bare number is seconds. Throws UsageError `bad-option`. */
export function readDuration(text: string, option: string): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h)?$/.exec(text.trim());
  const milliseconds = match === null ? Number.NaN : Number(match[1]) * (UNITS[match[2] ?? 's'] ?? Number.NaN);
  if (!(milliseconds >= 1 && milliseconds <= 86_400_000)) {
    throw new UsageError(
      'bad-option',
      `${option} ${JSON.stringify(text)}: a duration was expected`,
      'Such as 500ms, 10s or 1m.',
    );
  }
  return Math.round(milliseconds);
}

/** A whole number of at least `least`. Throws UsageError `bad-option`. */
export function readCount(text: string, option: string, least: number): number {
  const value = /^\d{1,9}$/.test(text.trim()) ? Number(text) : Number.NaN;
  if (!(value >= least)) {
    throw new UsageError('bad-option', `${option} ${JSON.stringify(text)}: a whole number from ${least} was expected`);
  }
  return value;
}

/** `50`, `0.5`, `50/s`, `100/m` → how many a second. Throws UsageError `bad-option`. */
export function readRate(text: string, option: string): number {
  const match = /^(\d+(?:\.\d+)?)(?:\/(s|m|h))?$/.exec(text.trim());
  const rate = match === null ? Number.NaN : (Number(match[1]) * 1000) / (UNITS[match[2] ?? 's'] ?? Number.NaN);
  if (!(rate > 0)) {
    throw new UsageError(
      'bad-option',
      `${option} ${JSON.stringify(text)}: connections a second were expected`,
      'Such as 50 or 100/m.',
    );
  }
  return rate;
}

/** One of a few words. Throws UsageError `bad-option`. */
export function readChoice<T extends string>(text: string, option: string, choices: readonly T[]): T {
  const choice = choices.find((each) => each === text);
  if (choice !== undefined) return choice;
  throw new UsageError('bad-option', `${option} ${JSON.stringify(text)}: one of ${choices.join(', ')} was expected`);
}

const FAIL_ON = ['warning', 'critical'] as const;
export type FailOn = (typeof FAIL_ON)[number];

/** From which status on a run fails. Throws UsageError `bad-option`. */
export function readFailOn(text: string): FailOn {
  return readChoice(text, '--fail-on', FAIL_ON);
}

/** `2026-12-31` (the beginning of that day, UTC) or an ISO 8601 instant → milliseconds since 1970. Throws UsageError `bad-option`. */
export function readDate(text: string, option: string): number {
  const isDate = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d))?$/.test(text.trim());
  const time = isDate ? Date.parse(text.trim()) : Number.NaN;
  const day = text.trim().slice(0, 10);
  // Date.parse takes 2026-02-30 for the second of March.
  const isDay = !Number.isNaN(time) && new Date(`${day}T00:00:00Z`).toISOString().startsWith(day);
  if (!isDay) {
    throw new UsageError(
      'bad-option',
      `${option} ${JSON.stringify(text)}: a date was expected`,
      'Such as 2026-12-31 or 2026-12-31T18:00Z.',
    );
  }
  return time;
}
