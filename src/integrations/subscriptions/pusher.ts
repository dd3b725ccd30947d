import type { TargetReport } from '../../model/report.js';
import { DEFAULT_DELIVERY, deliver } from '../deliver.js';
import { createTrigger } from '../when.js';
import type { Subscription } from './receivers.js';

export interface PusherSettings {
  readonly subscriptions: readonly Subscription[];
  /** How each message ended. `problem` holds no secret. */
  readonly onResult: (receiver: string, result: 'delivered' | 'failed' | 'dropped', problem: string | null) => void;
}

/** On their way to one receiver at once; more are dropped and counted: a dead receiver holds nothing up. */
const MOST_UNDERWAY = 100;

/** Tells receivers of reports, beside the checks. */
export class Pusher {
  readonly #stop = new AbortController();
  readonly #underway = new Set<Promise<void>>();
  readonly #tell: readonly ((report: TargetReport) => void)[];

  constructor({ subscriptions, onResult }: PusherSettings) {
    this.#tell = subscriptions.map(({ receiver, when, labels }) => {
      const isDue = createTrigger(when);
      let mine = 0;
      return (report) => {
        const meant = Object.entries(labels).every(([name, value]) => report.target.labels[name] === value);
        if (!meant || !isDue(report)) return;
        if (mine >= MOST_UNDERWAY) {
          onResult(receiver.name, 'dropped', 'too many are underway');
          return;
        }
        mine += 1;
        this.#track(
          deliver(receiver, report, { ...DEFAULT_DELIVERY, signal: this.#stop.signal }).then((delivery) => {
            mine -= 1;
            if (delivery.delivered) onResult(receiver.name, 'delivered', null);
            else onResult(receiver.name, 'failed', delivery.problem);
          }),
        );
      };
    });
  }

  /** Returns at once. */
  report(report: TargetReport): void {
    for (const tell of this.#tell) tell(report);
  }

  /** Gives up what is underway. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await Promise.all(this.#underway);
  }

  #track(work: Promise<void>): void {
    const tracked = work.finally(() => this.#underway.delete(tracked));
    this.#underway.add(tracked);
  }
}
