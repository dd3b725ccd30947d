import { setMaxListeners } from 'node:events';

/** A signal, and what gives its timer back. */
export interface TimeLimit {
  readonly signal: AbortSignal;
  end(): void;
}

/**
 * Aborts after `ms`, or as soon as one of these does. `AbortSignal.any` over a timeout is not used: on Node 20 the two
 * may be collected while somebody waits for them, and then never abort.
 */
export function timeLimit(ms: number, signals: readonly AbortSignal[]): TimeLimit {
  const controller = new AbortController();
  const abort = (): void => controller.abort();
  const timer = setTimeout(abort, ms);
  for (const signal of signals) {
    if (signal.aborted) abort();
    // One signal may end any number of waits: that is no leak, and Node need not warn of it.
    setMaxListeners(0, signal);
    signal.addEventListener('abort', abort, { once: true });
  }
  return {
    signal: controller.signal,
    end() {
      clearTimeout(timer);
      for (const signal of signals) signal.removeEventListener('abort', abort);
    },
  };
}
