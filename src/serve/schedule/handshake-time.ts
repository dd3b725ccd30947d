const LONGEST_MS = 10_000;
const SHORTEST_MS = 1_000;

/**
 * How long one handshake of a scheduled check may take, where nobody said: a third of the interval, so that a server that
 * is silent is reported, as a rule, before its next turn; between 1 and 10 s. Milliseconds.
 */
export function scheduledTimeoutMs(intervalMs: number): number {
  return Math.round(Math.min(LONGEST_MS, Math.max(SHORTEST_MS, intervalMs / 3)));
}
