import type { FastifyBaseLogger } from 'fastify';
import type { CheckOptions } from '../engine/options.js';
import type { TargetReport } from '../model/report.js';
import type { AllowPolicy } from './allow/policy.js';
import type { Access } from './http/access.js';
import type { Listen } from './http/listen.js';
import type { PreferredFamily } from './metrics/blackbox-families.js';
import type { Told } from './state/entries.js';
import type { WatchedTarget, WatchList } from './watch-list.js';

export const PUSH_RESULTS = ['delivered', 'failed', 'dropped', 'delayed'] as const;

/** What is heard from receivers. */
export interface SinkEvents {
  /** How so many messages ended, or that one is tried again; of which target, where it is of one. `problem` holds no secret. */
  readonly onResult: (
    receiver: string,
    result: (typeof PUSH_RESULTS)[number],
    problem: string | null,
    count: number,
    target: string | null,
  ) => void;
  /** A receiver took something else of a target than before. */
  readonly onTold: (told: Told) => void;
}

/** Tells receivers of reports, beside the checks. Handed in: this folder knows no receiver. */
export interface ReportSink {
  /** By their names. */
  readonly receivers: readonly string[];
  /** What receivers took from an earlier run: a restart is no news. */
  restore(told: readonly Told[]): void;
  /** What is to be restored. */
  told(): Iterable<Told>;
  /** The targets from now on, with the addresses that they were last seen at. */
  watch(targets: readonly (WatchedTarget & { readonly addresses: readonly string[] })[]): void;
  /** Returns at once. */
  report(id: string, report: TargetReport): void;
  /** Waits a little for what is underway, and gives it up. Nothing is reported after this. */
  stop(): Promise<void>;
}

/** Everything `whichcert serve` is told. Times in milliseconds. */
export interface ServeSettings {
  readonly listen: Listen;
  readonly version: string;
  /** What every check has in common; its clock is made anew for each. */
  readonly check: CheckOptions;
  readonly load: () => Promise<WatchList>;
  /** A text that is otherwise once a file has changed; null where there is none. */
  readonly fileState: (path: string) => Promise<string | null>;
  readonly intervalMs: number;
  readonly policy: AllowPolicy;
  readonly preferred: PreferredFamily;
  /** The token and the server's own certificate; read again when their files change. */
  readonly access: () => Promise<Access>;
  /** Null: history ends with the process. */
  readonly stateFolder: string | null;
  /** Null: nobody is told. */
  readonly openSink: ((events: SinkEvents) => ReportSink) | null;
  readonly mostProbes: number;
  readonly probesPerAddress: number;
  readonly mostSeries: number;
  readonly logger: FastifyBaseLogger;
  readonly now: () => Date;
  /** Never goes back. */
  readonly clock: () => number;
  /** From 0 to below 1. */
  readonly random: () => number;
}
