import { randomBytes } from 'node:crypto';

/** Milliseconds since 1970 that never go back when the machine's clock is set: what a caller without a clock gets. */
export function systemClock(): () => number {
  return () => performance.timeOrigin + performance.now();
}

/** Unpredictable bytes: what a caller without a source of randomness gets. */
export function systemRandom(size: number): Uint8Array {
  return randomBytes(size);
}
