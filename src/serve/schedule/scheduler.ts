import { check } from '../../engine/check.js';
import type { CheckOptions } from '../../engine/options.js';
import type { TargetReport } from '../../model/report.js';
import { mergeReports } from '../probe/merge.js';
import type { WatchedTarget, WatchList } from '../watch-list.js';
import { groupByAddress } from './groups.js';
import { Timetable } from './timetable.js';

/** Why a check did not take place in its turn. */
export type MissedReason = 'still-running' | 'late' | 'failed';

export interface SchedulerSettings {
  readonly intervalMs: number;
  /** What every check has in common: called for each batch, so that its clock is today's. */
  readonly checkOptions: () => CheckOptions;
  /** Milliseconds that never go back. */
  readonly clock: () => number;
  /** From 0 to below 1. */
  readonly random: () => number;
  readonly lastAddresses: (id: string) => readonly string[];
  readonly onReport: (id: string, report: TargetReport) => void;
  readonly onMissed: (reason: MissedReason, count: number) => void;
  /** How late the latest of these turns was noticed. Milliseconds. */
  readonly onTurn: (lateMs: number) => void;
  readonly onError: (error: unknown) => void;
}

/** Turns that come within this time of each other are one batch. */
const GATHER_MS = 100;
/** More at once only fill the memory: sixty-four of them held 1.2 GB. */
const MOST_BATCHES = 12;
const LARGEST_BATCH = 256;
const LONGEST_SLEEP_MS = 30_000;

/**
 * Checks every target of a list once an interval: spread, never the same target twice at once, and what could not be done
 * is counted. A batch is one run of the engine, so that names of one address are evidence for each other.
 */
export class Scheduler {
  readonly #settings: SchedulerSettings;
  readonly #stop = new AbortController();
  readonly #busy = new Set<string>();
  readonly #batches = new Set<Promise<void>>();
  #list: WatchList | null = null;
  #timetable: Timetable<readonly WatchedTarget[]> | null = null;
  #waiting: WatchedTarget[] = [];
  #timer: NodeJS.Timeout | null = null;
  #regroupAt = Number.POSITIVE_INFINITY;

  constructor(settings: SchedulerSettings) {
    this.#settings = settings;
  }

  /** Checks this list from now on, in place of the one before. */
  use(list: WatchList): void {
    this.#list = list;
    const known = new Set(list.targets.map(({ id }) => id));
    this.#forget(this.#waiting.filter(({ id }) => !known.has(id)));
    this.#plan();
    // Once every address is known the names that share one are put together.
    this.#regroupAt = this.#settings.clock() + 2 * this.#settings.intervalMs;
  }

  /** Ends what runs, and waits for it. */
  async stop(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#stop.abort();
    await Promise.all(this.#batches);
  }

  /** Targets whose turn has come and that are being checked, or wait for it. */
  get active(): number {
    return this.#busy.size;
  }

  #plan(): void {
    const { intervalMs, clock, random, lastAddresses } = this.#settings;
    const groups = groupByAddress(this.#list?.targets ?? [], lastAddresses);
    const known = new Map<string, number>();
    for (const [group, dueAt] of this.#timetable?.dues() ?? []) for (const { id } of group) known.set(id, dueAt);
    // The first of a group's turns: nobody waits longer than by the table before.
    const dueOf = (group: readonly WatchedTarget[]): number | null => {
      const dues = group.flatMap(({ id }) => known.get(id) ?? []);
      return dues.length === 0 ? null : Math.min(...dues);
    };
    this.#timetable = new Timetable(groups, intervalMs, clock(), random, dueOf);
    this.#sleep();
  }

  #sleep(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const next = this.#timetable?.next() ?? null;
    if (next === null || this.#stop.signal.aborted) return;
    const wait = Math.min(LONGEST_SLEEP_MS, Math.max(0, next - this.#settings.clock()) + GATHER_MS);
    this.#timer = setTimeout(() => this.#wake(), wait);
  }

  #wake(): void {
    const { clock, onMissed, onTurn } = this.#settings;
    const now = clock();
    const { items, missed, lateMs } = this.#timetable?.take(now) ?? { items: [], missed: 0, lateMs: 0 };
    if (items.length > 0) onTurn(lateMs);
    if (missed > 0) onMissed('late', missed);
    let running = 0;
    for (const watched of items.flat()) {
      if (this.#busy.has(watched.id)) {
        running += 1;
        continue;
      }
      this.#busy.add(watched.id);
      this.#waiting.push(watched);
    }
    if (running > 0) onMissed('still-running', running);
    this.#fill();
    if (now >= this.#regroupAt) {
      this.#regroupAt = Number.POSITIVE_INFINITY;
      this.#plan();
    } else this.#sleep();
  }

  #fill(): void {
    while (this.#waiting.length > 0 && this.#batches.size < MOST_BATCHES && !this.#stop.signal.aborted) {
      const batch = this.#waiting.splice(0, LARGEST_BATCH);
      const running = this.#run(batch).finally(() => {
        this.#batches.delete(running);
        this.#forget(batch);
        this.#fill();
      });
      this.#batches.add(running);
    }
  }

  #forget(targets: readonly WatchedTarget[]): void {
    const gone = new Set(targets.map(({ id }) => id));
    for (const id of gone) this.#busy.delete(id);
    this.#waiting = this.#waiting.filter(({ id }) => !gone.has(id));
  }

  async #run(batch: readonly WatchedTarget[]): Promise<void> {
    const { checkOptions, onReport, onMissed, onError } = this.#settings;
    const left = new Map(batch.map((watched) => [watched.id, watched]));
    const services = new Map<string, TargetReport[]>();
    try {
      const list = this.#list;
      const common = checkOptions();
      const options: CheckOptions = {
        ...common,
        connectTo: [...(common.connectTo ?? []), ...(list?.connectTo ?? [])],
        samples: list?.samples ?? common.samples,
        signal: this.#stop.signal,
      };
      // The id travels as the source, which every report repeats; what was written there is put back.
      const targets = batch.map(({ id, target }) => ({ ...target, source: id }));
      for await (const observed of check(targets, options)) {
        // What our own end cut off says nothing of the target.
        if (this.#stop.signal.aborted) return;
        const id = observed.target.source ?? '';
        const watched = left.get(id);
        if (watched === undefined) continue;
        const report = { ...observed, target: { ...observed.target, source: watched.target.source } };
        if (watched.target.lookup !== undefined) {
          services.set(id, [...(services.get(id) ?? []), report]);
          continue;
        }
        left.delete(id);
        onReport(id, report);
      }
      for (const [id, reports] of services) {
        left.delete(id);
        onReport(id, mergeReports(reports));
      }
    } catch (error) {
      if (this.#stop.signal.aborted) return;
      onError(error);
    }
    if (left.size > 0 && !this.#stop.signal.aborted) onMissed('failed', left.size);
  }
}
