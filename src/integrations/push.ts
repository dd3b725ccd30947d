import type { TargetReport } from '../model/report.js';
import type { Due } from './when.js';

/** An HTTP request as data: what a receiver is to be told. Secrets may stand in `url` and `headers`: never print them. */
export interface PushRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

/** A receiver that is reached by HTTP: one file each, pure. */
export interface HttpReceiver {
  /** Its kind; carries no secret. */
  readonly name: string;
  /** What it was told ends there by itself: it is told again at every run while it stands. */
  readonly repeats?: true;
  /**
   * @param before the state that it took last: `ok`, `critical [ip-binding-conflict]`
   * @returns null where there is nothing to say
   */
  request(report: TargetReport, before: string): PushRequest | null;
}

/** `delayed`: not delivered yet, and will be tried again; every other result is a message's last. */
export type PushResult = 'delivered' | 'failed' | 'dropped' | 'delayed';

/** How so many messages ended, or that one waits; of which target, where it is of one. `problem` carries no secret. */
export type OnResult = (result: PushResult, problem: string | null, count: number, target: string | null) => void;

/** What is to be told, and who hears whether it was taken or given up. */
export interface Telling extends Due {
  ended(taken: boolean): void;
}

/** What a receiver is told of a target that is checked on a schedule. */
export interface WatchedByReceiver {
  readonly id: string;
  readonly host: string;
  readonly port: number;
  /** As the state of an earlier run has them; empty: not seen yet. */
  readonly addresses: readonly string[];
}

/** A receiver with a protocol and a queue of its own, to which the targets matter as well as what is said of them. */
export interface QueueingReceiver {
  readonly name: string;
  open(onResult: OnResult): Outbox;
}

export interface Outbox {
  /** The targets from now on. */
  watch(targets: readonly WatchedByReceiver[]): void;
  /** Every report; `telling`: what it says is to be told. Returns at once. */
  report(id: string, report: TargetReport, telling: Telling | null): void;
  /** Gives up what waits. */
  stop(): Promise<void>;
}

export type Receiver = HttpReceiver | QueueingReceiver;

/** JSON for a POST. */
export function jsonRequest(url: string, value: unknown, headers: Readonly<Record<string, string>> = {}): PushRequest {
  return {
    method: 'POST',
    url,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(value),
  };
}

/** A base address and a path, whether or not the base ends with a slash. */
export function joinUrl(base: string, path: string): string {
  return `${base.replace(/\/+$/, '')}/${path.replace(/^\/+/, '')}`;
}
