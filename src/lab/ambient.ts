import { randomBytes } from 'node:crypto';

/** The machine's clock: what a lab gets whose caller passes none. */
export function wallClock(): Date {
  return new Date();
}

/** Unpredictable bytes, for the randoms that a server must not repeat. */
export function freshRandom(size: number): Uint8Array {
  return randomBytes(size);
}
