import type { Answer } from '../answers.js';
import type { Asked } from '../questions.js';

/** A confirmed answer to one question: what every hypothesis must predict. */
export interface Clue {
  readonly asked: Asked;
  readonly answer: Answer;
  /** Whether the server said that it knows the name (RFC 6066 §3); null: no evidence. */
  readonly matched: boolean | null;
}

/** What is known of one endpoint, as the hypotheses see it. */
export interface Clues {
  readonly address: string;
  readonly port: number;
  /** The name asked about; null for an IP target, whose control carries no name. */
  readonly target: string | null;
  readonly clues: readonly Clue[];
  /** Names that the run knows and that could still be asked here. */
  readonly unasked: readonly string[];
  /** No other name of this endpoint is known to the run: one may exist all the same. */
  readonly othersUnknown: boolean;
  /** Whether the certificate covers the name: what an interceptor's does. */
  covers(certificate: string, name: string): boolean;
  /** Whether a wildcard row with this certificate is the target's own row. */
  isOwn(certificate: string): boolean;
}

/** A certificate that nothing has served yet. */
export const UNSEEN = 'unseen';

/** The parent domain of a name; null for a single label. */
export function parentOf(name: string): string | null {
  const dot = name.indexOf('.');
  return dot < 0 || dot === name.length - 1 ? null : name.slice(dot + 1);
}
