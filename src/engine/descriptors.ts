import { readFile } from 'node:fs/promises';

/** Descriptors that are not ours to fill with connections: standard streams, files, DNS sockets, the event loop's own. */
const RESERVED = 64;
const MOST_PARKED = 2_000;

/** How many connections may be open at once, and how many more may lie parked. */
export interface ConnectionBudget {
  readonly inFlight: number;
  readonly parked: number;
}

/** The wished concurrency, clamped to the descriptors that there are; null: their number is not known. */
export function connectionBudget(concurrency: number, descriptorLimit: number | null): ConnectionBudget {
  if (descriptorLimit === null) return { inFlight: concurrency, parked: MOST_PARKED };
  const usable = Math.max(1, descriptorLimit - RESERVED);
  const inFlight = Math.min(concurrency, usable);
  return { inFlight, parked: Math.max(0, Math.min(MOST_PARKED, usable - inFlight)) };
}

/** The soft limit out of the text of Linux's /proc/self/limits; null when it is not there or unlimited. */
export function softDescriptorLimit(limits: string): number | null {
  const match = /^Max open files\s+(\d+)\s/m.exec(limits);
  return match?.[1] === undefined ? null : Number(match[1]);
}

/** This process's limit where the system tells it in a file (Linux); null elsewhere. */
export async function readDescriptorLimit(): Promise<number | null> {
  try {
    return softDescriptorLimit(await readFile('/proc/self/limits', 'utf8'));
  } catch {
    return null;
  }
}
