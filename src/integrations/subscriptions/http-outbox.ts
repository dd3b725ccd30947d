import type { TargetReport } from '../../model/report.js';
import { DEFAULT_DELIVERY, deliver } from '../deliver.js';
import type { HttpReceiver, OnResult, Outbox, Telling } from '../push.js';

/** What is underway when the process is to end may still arrive, for so long. */
const GRACE_MS = 2_000;

/** On their way to one receiver at once; more are dropped and counted: a dead receiver holds nothing up. */
const MOST_UNDERWAY = 100;

/** Messages that go each by itself, in any order. */
export class HttpOutbox implements Outbox {
  readonly #receiver: HttpReceiver;
  readonly #onResult: OnResult;
  readonly #stop = new AbortController();
  readonly #underway = new Set<Promise<void>>();

  constructor(receiver: HttpReceiver, onResult: OnResult) {
    this.#receiver = receiver;
    this.#onResult = onResult;
  }

  /** Who is told of reports need not know the list. */
  watch(): void {}

  report(id: string, report: TargetReport, telling: Telling | null): void {
    if (telling === null) return;
    const request = this.#receiver.request(report, telling.before);
    if (request === null) {
      telling.ended(true);
      return;
    }
    if (this.#underway.size >= MOST_UNDERWAY) {
      this.#onResult('dropped', 'too many are underway', 1, id);
      telling.ended(false);
      return;
    }
    const sending = deliver(request, { ...DEFAULT_DELIVERY, signal: this.#stop.signal })
      .then((delivery) => {
        if (delivery.delivered) this.#onResult('delivered', null, 1, id);
        else this.#onResult('failed', delivery.problem, 1, id);
        telling.ended(delivery.delivered);
      })
      .finally(() => this.#underway.delete(sending));
    this.#underway.add(sending);
  }

  /** Waits a little for what is underway, and then gives it up. */
  async stop(): Promise<void> {
    const grace = setTimeout(() => this.#stop.abort(), GRACE_MS);
    await Promise.all(this.#underway);
    clearTimeout(grace);
  }
}
