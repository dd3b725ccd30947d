import { randomBytes } from 'node:crypto';
import { networkInterfaces } from 'node:os';

/** Milliseconds since 1970 that never go back when the machine's clock is set: what a caller without a clock gets. */
export function systemClock(): () => number {
  return () => performance.timeOrigin + performance.now();
}

/** Unpredictable bytes: what a caller without a source of randomness gets. */
export function systemRandom(size: number): Uint8Array {
  return randomBytes(size);
}

/** The addresses of this machine's interfaces, now. */
export function localAddresses(): readonly string[] {
  return Object.values(networkInterfaces()).flatMap((all) => (all ?? []).map(({ address }) => address));
}
