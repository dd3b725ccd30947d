/** One stop for a whole run: thousands of waits hang on it without a listener each on the caller's signal. */
export class Cancellation {
  readonly #stops = new Set<() => void>();
  #aborted = false;

  get aborted(): boolean {
    return this.#aborted;
  }

  /** Calls `stop` when the run is aborted, right after this call if it already was. Returns what takes it back. */
  onAbort(stop: () => void): () => void {
    if (this.#aborted) {
      queueMicrotask(stop);
      return () => undefined;
    }
    this.#stops.add(stop);
    return () => this.#stops.delete(stop);
  }

  abort(): void {
    if (this.#aborted) return;
    this.#aborted = true;
    for (const stop of this.#stops) stop();
    this.#stops.clear();
  }

  /** Resolves after `ms` milliseconds, or at once when the run is aborted. */
  sleep(ms: number): Promise<void> {
    if (this.#aborted || ms <= 0) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        takeBack();
        resolve();
      }, ms);
      const takeBack = this.onAbort(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  /** What `promise` brings, or `otherwise` as soon as the run is aborted. */
  until<Result>(promise: Promise<Result>, otherwise: Result): Promise<Result> {
    return new Promise((resolve, reject) => {
      const takeBack = this.onAbort(() => resolve(otherwise));
      promise.then(resolve, reject).finally(takeBack);
    });
  }
}
