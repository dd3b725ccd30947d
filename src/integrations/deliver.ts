import { setTimeout as pause } from 'node:timers/promises';
import { timeLimit } from '../engine/time-limit.js';
import type { PushRequest } from './push.js';

/** How hard a push is tried. Times in milliseconds. */
export interface DeliveryOptions {
  /** For all tries together. */
  readonly deadlineMs: number;
  readonly tries: number;
  /** Before the second try; doubles. */
  readonly firstPauseMs: number;
  readonly signal: AbortSignal | null;
}

export const DEFAULT_DELIVERY: DeliveryOptions = { deadlineMs: 30_000, tries: 4, firstPauseMs: 500, signal: null };

/** How a push ended. `problem` carries no secret: a status, an error's code. */
export type Delivery =
  | { readonly delivered: true; readonly tries: number }
  | { readonly delivered: false; readonly tries: number; readonly problem: string };

/** Sends a message; tries again after network faults, 429 and 5xx, within one deadline. Never rejects. */
export async function deliver(request: PushRequest, options: DeliveryOptions = DEFAULT_DELIVERY): Promise<Delivery> {
  const { signal, end } = timeLimit(options.deadlineMs, options.signal === null ? [] : [options.signal]);
  const over = (): string =>
    options.signal?.aborted === true ? 'stopped before it was taken' : 'the deadline is over';
  let wait = options.firstPauseMs;
  try {
    for (let attempt = 1; ; attempt += 1) {
      const outcome = await once(request, signal);
      if (outcome === null) return { delivered: true, tries: attempt };
      const problem = signal.aborted ? over() : outcome.problem;
      if (signal.aborted || !outcome.again || attempt >= options.tries)
        return { delivered: false, tries: attempt, problem };
      try {
        await pause(wait, undefined, { signal });
      } catch {
        return { delivered: false, tries: attempt, problem };
      }
      wait *= 2;
    }
  } finally {
    end();
  }
}

async function once(
  request: PushRequest,
  signal: AbortSignal,
): Promise<{ readonly problem: string; readonly again: boolean } | null> {
  try {
    const status = await post(request, signal);
    if (status >= 200 && status < 300) return null;
    return { problem: `HTTP ${status}`, again: status === 429 || status >= 500 };
  } catch (error) {
    return { problem: problemOf(error), again: true };
  }
}

async function post(request: PushRequest, signal: AbortSignal): Promise<number> {
  const { request: send } = await import('undici');
  const { statusCode, body } = await send(request.url, {
    method: request.method,
    headers: request.headers,
    body: request.body,
    signal,
  });
  await body.dump();
  return statusCode;
}

// An error's message may quote the address, and with it a token: its code is enough.
function problemOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
  return error instanceof Error ? error.name : 'failed';
}
