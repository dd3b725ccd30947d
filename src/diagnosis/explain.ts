import type { Cause } from '../model/diagnosis.js';

/** The page about one cause, without a case: what happens, why, how to make sure, how to mend it. Plain text. */
export function explainCause(cause: Cause): string {
  return cause;
}
