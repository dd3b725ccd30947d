import type { Cause } from '../../model/diagnosis.js';
import type { Answer } from '../answers.js';
import type { Asked } from '../questions.js';

/** An answer to one question: what every hypothesis must predict. Certificates are named `c0`, `c1` …: see {@link Clues}. */
export interface Clue {
  readonly asked: Asked;
  readonly answer: Answer;
  /** Whether the server showed that it knows the name (RFC 6066 §3), where that is evidence at all; else null. */
  readonly matched: boolean | null;
  /** The certificate covers the name asked for: what an interceptor's does. */
  readonly covers: boolean;
}

/** What matters of a certificate to a selection table. */
export interface ClueCertificate {
  readonly keyType: 'rsa' | 'ecdsa';
  /** A wildcard row with it is the target's own row: it covers the name, or is an edition of the right one. */
  readonly isOwn: boolean;
  /** What is wrong when the target's own row serves it with a good key. */
  readonly inOwnRow: readonly Cause[];
}

/** What is known of one endpoint, as the hypotheses see it. Plain data: two endpoints that look alike have equal clues. */
export interface Clues {
  /** The name asked about; null for an IP target, whose control carries no name. */
  readonly target: string | null;
  readonly clues: readonly Clue[];
  readonly certificates: Readonly<Record<string, ClueCertificate>>;
  /**
   * How the server was seen to tell names that it has from others: by the acknowledgement, or by a warning alert
   * unrecognized_name. Only servers that select by name do that.
   */
  readonly showsMatches: 'no' | 'acknowledges' | 'warns';
  /** Names that nobody has: no row is keyed on them alone. */
  readonly random: readonly string[];
  /** A certificate was made for a random name. */
  readonly minted: boolean;
  /** Another name of the run is served its right certificate here: the machine is meant. */
  readonly holdsCurrent: boolean;
  /** No other name of this endpoint is known to the run: one may exist all the same. */
  readonly othersUnknown: boolean;
}

/** A certificate that nothing has served yet. */
export const UNSEEN = 'unseen';

/** The parent domain of a name; null for a single label. */
export function parentOf(name: string): string | null {
  const dot = name.indexOf('.');
  return dot < 0 || dot === name.length - 1 ? null : name.slice(dot + 1);
}

/** The name a wildcard row beside the target would match: one label under the target's parent. */
export function isBeside(name: string, target: string): boolean {
  const parent = parentOf(target);
  return parent !== null && parentOf(name) === parent;
}

export function isSameQuestion(a: Asked, b: Asked): boolean {
  return a.serverName === b.serverName && a.keyTypes === b.keyTypes && a.versions === b.versions;
}

/** The control's hello with this name. */
export function control(serverName: string | null): Asked {
  return { serverName, keyTypes: 'any', versions: 'current' };
}

/** The answer to one question; null when it was not asked. */
export function answerTo(clues: Clues, asked: Asked): Answer | null {
  return clues.clues.find((clue) => isSameQuestion(clue.asked, asked))?.answer ?? null;
}
