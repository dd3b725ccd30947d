import type { Outcome } from '../../model/observation.js';

/** What is said in plaintext before TLS may begin: bytes in, steps out, no I/O. */
export interface Preamble {
  /** What to say without waiting; null: the peer speaks first. */
  start(): Uint8Array | null;
  /** Bytes that arrived. Not called again after `ready` or `failed`. */
  receive(bytes: Uint8Array): PreambleStep;
  /** What is awaited from the peer now, for the report: `greeting`, `capabilities`, `go-ahead` … */
  awaiting(): string;
}

export type PreambleStep =
  | { readonly kind: 'more'; readonly send: Uint8Array | null }
  /** The peer gave the go-ahead: after `send`, the next byte either way is TLS. */
  | { readonly kind: 'ready'; readonly send: Uint8Array | null }
  | PreambleFailure;

/** TLS will not begin. The words are those of model/observation.ts. */
export interface PreambleFailure {
  readonly kind: 'failed';
  readonly outcome: Outcome;
  readonly reason: string;
  readonly detail: Readonly<Record<string, string | number | boolean | null>>;
}

export function failed(outcome: Outcome, reason: string, detail: PreambleFailure['detail'] = {}): PreambleFailure {
  return { kind: 'failed', outcome, reason, detail };
}

/**
 * Bytes behind the go-ahead in the same packet are never parsed: someone in the path, or the peer, put plaintext where
 * TLS begins (CVE-2021-23222 and its relatives, RFC 3207 §6).
 */
export function goAhead(surplus: number, send: Uint8Array | null = null): PreambleStep {
  return surplus === 0 ? { kind: 'ready', send } : failed('starttls', 'refused', { plaintextAfterGoAhead: surplus });
}
