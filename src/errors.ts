/**
 * What is thrown. Faults of a peer are never thrown: they are outcomes (see `model/observation.ts`).
 * Match `code`, never `instanceof` or the text.
 */

/** The caller's fault: a wrong option, target, file or fingerprint. The message says what, where and what was expected. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  readonly code: UsageErrorCode;
  /** What to do about it, one sentence; null when the message already says so. */
  readonly hint: string | null;

  constructor(code: UsageErrorCode, message: string, hint: string | null = null) {
    super(message);
    this.code = code;
    this.hint = hint;
  }
}

/** Stable codes of {@link UsageError}. */
export type UsageErrorCode =
  | 'bad-target'
  | 'bad-option'
  | 'bad-file'
  | 'bad-line'
  | 'bad-fingerprint'
  | 'bad-certificate'
  | 'bad-password'
  | 'bad-report'
  | 'bad-baseline'
  | 'bad-manifest'
  | 'unknown-cause'
  | 'unknown-module'
  | 'not-allowed'
  | 'busy'
  | 'trust-unavailable';

/** Our fault: something that cannot happen happened. */
export class InternalError extends Error {
  override readonly name = 'InternalError';
  readonly code = 'internal';
}
