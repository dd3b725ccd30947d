import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { TargetReport } from '../model/report.js';
import { eventsBetween, type HistoryEvent } from './history.js';
import { type Facts, factsOf } from './metrics/facts.js';

/** What is kept of a target: its facts, its last report packed, and what changed. */
interface Kept {
  readonly facts: Facts;
  readonly packed: Buffer;
  readonly events: readonly HistoryEvent[];
}

/** As it is written down. */
export interface Snapshot {
  readonly id: string;
  readonly report: TargetReport;
  readonly events: readonly HistoryEvent[];
}

const MOST_EVENTS = 200;

/** The last report of every target. Reports are kept deflated: fifty thousand of them are some 80 MB. */
export class Latest {
  readonly #kept = new Map<string, Kept>();

  /** Takes a report, and says what it changed. */
  record(id: string, report: TargetReport): readonly HistoryEvent[] {
    const facts = factsOf(id, report);
    const before = this.#kept.get(id);
    const news = eventsBetween(before?.facts ?? null, facts);
    this.#keep(id, report, facts, [...(before?.events ?? []), ...news]);
    return news;
  }

  /** Puts back what was written down. */
  restore({ id, report, events }: Snapshot): void {
    this.#keep(id, report, factsOf(id, report), events);
  }

  /** It was checked then, and nothing had changed. Milliseconds since 1970. */
  seenAt(id: string, at: number): void {
    const kept = this.#kept.get(id);
    if (kept !== undefined && at > kept.facts.at) this.#kept.set(id, { ...kept, facts: { ...kept.facts, at } });
  }

  /** When each target was checked last. */
  times(): Readonly<Record<string, number>> {
    return Object.fromEntries([...this.#kept].map(([id, { facts }]) => [id, facts.at]));
  }

  /** Forgets every target but these. */
  retain(ids: ReadonlySet<string>): void {
    for (const id of this.#kept.keys()) if (!ids.has(id)) this.#kept.delete(id);
  }

  facts(id: string): Facts | null {
    return this.#kept.get(id)?.facts ?? null;
  }

  allFacts(): readonly Facts[] {
    return [...this.#kept.values()].map(({ facts }) => facts);
  }

  events(id: string): readonly HistoryEvent[] {
    return this.#kept.get(id)?.events ?? [];
  }

  report(id: string): TargetReport | null {
    const packed = this.#kept.get(id)?.packed;
    return packed === undefined ? null : JSON.parse(inflateRawSync(packed).toString('utf8'));
  }

  *snapshots(): Generator<Snapshot> {
    for (const [id, { events }] of this.#kept) {
      const report = this.report(id);
      if (report !== null) yield { id, report, events };
    }
  }

  #keep(id: string, report: TargetReport, facts: Facts, events: readonly HistoryEvent[]): void {
    const packed = deflateRawSync(JSON.stringify(report), { level: 1 });
    this.#kept.set(id, { facts, packed, events: events.slice(-MOST_EVENTS) });
  }
}
