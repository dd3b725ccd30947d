import type { TargetReport } from '../../model/report.js';
import { DEFAULT_DELIVERY, deliver } from '../deliver.js';
import type { HttpReceiver, Outbox, PushResult } from '../push.js';
import { createTrigger } from '../when.js';
import type { Subscription } from './receivers.js';

/** A target that is checked on a schedule, and where it was seen before. */
export interface Watched {
  readonly id: string;
  readonly target: {
    readonly host: string;
    readonly port: number;
    readonly labels: Readonly<Record<string, string>>;
  };
  readonly addresses: readonly string[];
}

export interface PusherSettings {
  readonly subscriptions: readonly Subscription[];
  /** How so many messages ended, or that one waits. `problem` holds no secret. */
  readonly onResult: (receiver: string, result: PushResult, problem: string | null, count: number) => void;
}

/** What is underway when the process is to end may still arrive, for so long. */
const GRACE_MS = 2_000;

/** On their way to one receiver at once; more are dropped and counted: a dead receiver holds nothing up. */
const MOST_UNDERWAY = 100;

interface Subscribed {
  readonly outbox: Outbox;
  readonly isDue: (report: TargetReport) => boolean;
  readonly isMeant: (labels: Watched['target']['labels']) => boolean;
}

/** Tells receivers of targets and reports, beside the checks. */
export class Pusher {
  readonly #subscribed: readonly Subscribed[];

  constructor({ subscriptions, onResult }: PusherSettings) {
    this.#subscribed = subscriptions.map(({ receiver, when, labels }) => {
      const isDue = createTrigger(when);
      const told = (result: PushResult, problem: string | null, count: number): void =>
        onResult(receiver.name, result, problem, count);
      const outbox = 'open' in receiver ? receiver.open(told) : new HttpOutbox(receiver, told);
      return { outbox, isDue, isMeant: (own) => Object.entries(labels).every(([name, value]) => own[name] === value) };
    });
  }

  /** The targets from now on. */
  watch(targets: readonly Watched[]): void {
    for (const { outbox, isMeant } of this.#subscribed) {
      outbox.watch(
        targets
          .filter(({ target }) => isMeant(target.labels))
          .map(({ id, target: { host, port }, addresses }) => ({ id, host, port, addresses })),
      );
    }
  }

  /** Returns at once. */
  report(id: string, report: TargetReport): void {
    for (const { outbox, isDue, isMeant } of this.#subscribed) {
      if (isMeant(report.target.labels)) outbox.report(id, report, isDue(report));
    }
  }

  /** Waits a little for what is underway, and then gives it up. */
  async stop(): Promise<void> {
    await Promise.all(this.#subscribed.map(({ outbox }) => outbox.stop()));
  }
}

/** Messages that go each by itself, in any order. */
class HttpOutbox implements Outbox {
  readonly #receiver: HttpReceiver;
  readonly #onResult: (result: PushResult, problem: string | null, count: number) => void;
  readonly #stop = new AbortController();
  readonly #underway = new Set<Promise<void>>();

  constructor(receiver: HttpReceiver, onResult: (result: PushResult, problem: string | null, count: number) => void) {
    this.#receiver = receiver;
    this.#onResult = onResult;
  }

  /** Who is told of reports need not know the list. */
  watch(): void {}

  report(_id: string, report: TargetReport, due: boolean): void {
    if (!due) return;
    if (this.#underway.size >= MOST_UNDERWAY) {
      this.#onResult('dropped', 'too many are underway', 1);
      return;
    }
    const sending = deliver(this.#receiver, report, { ...DEFAULT_DELIVERY, signal: this.#stop.signal })
      .then((delivery) => {
        if (delivery.delivered) this.#onResult('delivered', null, 1);
        else this.#onResult('failed', delivery.problem, 1);
      })
      .finally(() => this.#underway.delete(sending));
    this.#underway.add(sending);
  }

  async stop(): Promise<void> {
    const grace = setTimeout(() => this.#stop.abort(), GRACE_MS);
    await Promise.all(this.#underway);
    clearTimeout(grace);
  }
}
