import type { Outcome } from '../model/observation.js';

/** What a peer's fault is reported with, beside its reason. */
export type Detail = Readonly<Record<string, string | number | boolean | null>>;

/** The outcomes that a peer brings about by what it sends. */
export type FaultOutcome = Extract<
  Outcome,
  'refused' | 'interrupted' | 'not-tls' | 'malformed' | 'misbehaved' | 'incompatible' | 'over-limit'
>;

/**
 * The peer is to blame. Thrown and caught inside `tls/` alone: whoever drives a handshake sees an outcome.
 * The message is for people reading a debugger; reports are made of `outcome`, `reason` and `detail`.
 */
export class PeerFault extends Error {
  override readonly name = 'PeerFault';
  readonly outcome: FaultOutcome;
  readonly reason: string;
  readonly detail: Detail;

  constructor(outcome: FaultOutcome, reason: string, detail: Detail = {}) {
    super(`${outcome}: ${reason} ${JSON.stringify(detail)}`);
    this.outcome = outcome;
    this.reason = reason;
    this.detail = detail;
  }
}

/** Bytes that are no such structure. `path` names the field, `offset` its byte within the structure that the path begins with. */
export function malformed(path: string, offset: number, problem: string): PeerFault {
  return new PeerFault('malformed', path, { offset, problem });
}

/** Well-formed, and against a rule of the protocol. */
export function misbehaved(rule: string, detail: Detail = {}): PeerFault {
  return new PeerFault('misbehaved', rule, detail);
}

/** Lawful, and nothing that we can speak. */
export function incompatible(what: string, detail: Detail = {}): PeerFault {
  return new PeerFault('incompatible', what, detail);
}

/** More than we are ready to read. */
export function overLimit(which: string, limit: number, detail: Detail = {}): PeerFault {
  return new PeerFault('over-limit', which, { limit, ...detail });
}
