import { UsageError } from '../../errors.js';

interface Waiting {
  readonly admit: () => void;
}

/** So many at once; so many more may wait, each until its signal aborts. */
export class Gate {
  readonly #name: string;
  readonly #capacity: number;
  readonly #mostWaiting: number;
  readonly #waiting = new Set<Waiting>();
  #inside = 0;

  constructor(name: string, capacity: number, mostWaiting: number) {
    this.#name = name;
    this.#capacity = capacity;
    this.#mostWaiting = mostWaiting;
  }

  /** Nobody is inside and nobody waits. */
  get idle(): boolean {
    return this.#inside === 0 && this.#waiting.size === 0;
  }

  /** Resolves with what gives the place back. Throws UsageError `busy` where too many wait, or the time is over. */
  enter(signal: AbortSignal): Promise<() => void> {
    return new Promise((resolve, reject) => {
      const busy = (why: string): void => reject(new UsageError('busy', `${this.#name}: ${why}`));
      if (signal.aborted) return busy('the time is over');
      const admit = (): void => {
        signal.removeEventListener('abort', giveUp);
        this.#waiting.delete(waiting);
        this.#inside += 1;
        resolve(this.#once());
      };
      const giveUp = (): void => {
        this.#waiting.delete(waiting);
        busy('the time was over before there was a place');
      };
      const waiting: Waiting = { admit };
      if (this.#inside < this.#capacity) return admit();
      if (this.#waiting.size >= this.#mostWaiting) return busy('too many wait already');
      this.#waiting.add(waiting);
      signal.addEventListener('abort', giveUp, { once: true });
    });
  }

  #once(): () => void {
    let left = false;
    return () => {
      if (left) return;
      left = true;
      this.#inside -= 1;
      const [next] = this.#waiting;
      next?.admit();
    };
  }
}
