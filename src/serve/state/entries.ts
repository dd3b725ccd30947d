import type { Snapshot } from '../latest.js';

/** The state's version: entries of another are left alone. */
const VERSION = 1;

/** What a receiver took of a target last. */
export interface Told {
  readonly id: string;
  readonly receiver: string;
  readonly state: string;
}

interface ToldEntry {
  readonly version: typeof VERSION;
  readonly told: Told;
}

interface TimesEntry {
  readonly version: typeof VERSION;
  /** Milliseconds since 1970. */
  readonly checkedAt: Readonly<Record<string, number>>;
}

interface Entry extends Snapshot {
  readonly version: typeof VERSION;
}

/** One line of the journal: a target as it is after a change. The last line of a target holds. */
export function entryOf(snapshot: Snapshot): Entry {
  return { version: VERSION, ...snapshot };
}

/** One line of the journal: what a receiver took. */
export function toldEntryOf(told: Told): ToldEntry {
  return { version: VERSION, told };
}

/** What receivers took, in the order in which they did. */
export async function readTold(entries: readonly unknown[]): Promise<readonly Told[]> {
  const { z } = await import('zod');
  const schema = z.object({
    version: z.literal(VERSION),
    told: z.object({ id: z.string(), receiver: z.string(), state: z.string() }),
  });
  return entries.flatMap((entry) => {
    const parsed = schema.safeParse(entry);
    return parsed.success ? [parsed.data.told] : [];
  });
}

/** One line of the journal, at its end: checks that changed nothing write none. */
export function timesEntryOf(checkedAt: TimesEntry['checkedAt']): TimesEntry {
  return { version: VERSION, checkedAt };
}

/** When targets were checked last, as far as that was written down. */
export async function readTimes(entries: readonly unknown[]): Promise<readonly (readonly [id: string, at: number])[]> {
  const { z } = await import('zod');
  const schema = z.object({ version: z.literal(VERSION), checkedAt: z.record(z.string(), z.number()) });
  return entries.flatMap((entry) => {
    const parsed = schema.safeParse(entry);
    return parsed.success ? Object.entries(parsed.data.checkedAt) : [];
  });
}

/** The snapshots that a journal's lines hold, the last of each target; whatever else stands there is left out. */
export async function readSnapshots(entries: readonly unknown[]): Promise<readonly Snapshot[]> {
  const { z } = await import('zod');
  const { readReportLine } = await import('../../report/schema.js');
  const event = z.object({
    at: z.string(),
    kind: z.enum(['status', 'served', 'address']),
    address: z.string().nullable(),
    before: z.string().nullable(),
    after: z.string().nullable(),
  });
  const schema = z.object({ version: z.literal(VERSION), id: z.string(), report: z.unknown(), events: z.array(event) });
  const last = new Map<string, unknown>();
  for (const entry of entries) {
    if (typeof entry === 'object' && entry !== null && 'id' in entry) last.set(String(entry.id), entry);
  }
  return [...last.values()].flatMap((entry): readonly Snapshot[] => {
    const parsed = schema.safeParse(entry);
    if (!parsed.success) return [];
    const { id, report, events } = parsed.data;
    try {
      return [{ id, report: readReportLine(JSON.stringify(report), id), events }];
    } catch {
      // A report of another version: its target is checked anew soon.
      return [];
    }
  });
}
