import type { TargetReport } from '../../model/report.js';
import type { Outbox, PushResult } from '../push.js';
import { Trigger, WELL } from '../when.js';
import { HttpOutbox } from './http-outbox.js';
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

/** What a receiver took of a target last: `ok`, `critical [ip-binding-conflict]`. */
export interface Told {
  readonly id: string;
  readonly receiver: string;
  readonly state: string;
}

export interface PusherSettings {
  readonly subscriptions: readonly Subscription[];
  /** How so many messages ended, or that one waits; of which target, where it is of one. `problem` holds no secret. */
  readonly onResult: (
    receiver: string,
    result: PushResult,
    problem: string | null,
    count: number,
    target: string | null,
  ) => void;
  /** A receiver took something else than before. */
  readonly onTold: (told: Told) => void;
}

interface Subscribed {
  readonly name: string;
  readonly outbox: Outbox;
  readonly trigger: Trigger;
  /** What was told is worth being kept: a receiver that holds values is told them anew. */
  readonly remembers: boolean;
  readonly isMeant: (labels: Watched['target']['labels']) => boolean;
}

/** Tells receivers of targets and reports, beside the checks. */
export class Pusher {
  readonly #subscribed: readonly Subscribed[];
  readonly #onTold: PusherSettings['onTold'];

  constructor({ subscriptions, onResult, onTold }: PusherSettings) {
    this.#onTold = onTold;
    this.#subscribed = subscriptions.map(({ name, receiver, when, labels }) => {
      const told = (result: PushResult, problem: string | null, count: number, target: string | null): void =>
        onResult(name, result, problem, count, target);
      const isMeant: Subscribed['isMeant'] = (own) =>
        Object.entries(labels).every(([label, value]) => own[label] === value);
      return 'open' in receiver
        ? {
            ...{ name, isMeant, remembers: false, outbox: receiver.open(told) },
            trigger: new Trigger({ when, repeats: false, assumed: null }),
          }
        : {
            ...{ name, isMeant, remembers: when.kind !== 'every' || receiver.repeats === true },
            outbox: new HttpOutbox(receiver, told),
            trigger: new Trigger({ when, repeats: receiver.repeats === true, assumed: WELL }),
          };
    });
  }

  /** By their names. */
  get receivers(): readonly string[] {
    return this.#subscribed.map(({ name }) => name);
  }

  /** The targets from now on. */
  watch(targets: readonly Watched[]): void {
    const ids = new Set(targets.map(({ id }) => id));
    for (const { outbox, isMeant, trigger } of this.#subscribed) {
      trigger.retain(ids);
      outbox.watch(
        targets
          .filter(({ target }) => isMeant(target.labels))
          .map(({ id, target: { host, port }, addresses }) => ({ id, host, port, addresses })),
      );
    }
  }

  /** Returns at once. */
  report(id: string, report: TargetReport): void {
    for (const { name, outbox, trigger, remembers, isMeant } of this.#subscribed) {
      if (!isMeant(report.target.labels)) continue;
      const due = trigger.see(id, report);
      const ended = (state: string, taken: boolean): void => {
        if (!taken) trigger.failed(id);
        else if (trigger.took(id, state) && remembers) this.#onTold({ id, receiver: name, state });
      };
      const telling = due === null ? null : { ...due, ended: (taken: boolean) => ended(due.state, taken) };
      outbox.report(id, report, telling);
    }
  }

  /** What receivers took from an earlier run, the last of each last: so that a restart is no news, and a recovery is. */
  restore(told: readonly Told[]): void {
    for (const { id, receiver, state } of told) {
      this.#subscribed.find(({ name, remembers }) => remembers && name === receiver)?.trigger.restore(id, state);
    }
  }

  /** What is to be restored. */
  *told(): Generator<Told> {
    for (const { name, trigger, remembers } of this.#subscribed) {
      if (!remembers) continue;
      for (const [id, state] of trigger.told()) yield { id, receiver: name, state };
    }
  }

  /** Waits a little for what is underway, and then gives it up. */
  async stop(): Promise<void> {
    await Promise.all(this.#subscribed.map(({ outbox }) => outbox.stop()));
  }
}
