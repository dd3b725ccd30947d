import { escapeAndCut } from './escape.js';

const REASONS: Readonly<Record<string, string>> = {
  'not-found': 'DNS does not know the name',
  'no-addresses': 'it has no address to ask',
  'resolver-failure': 'DNS failed to answer',
  'timed-out': 'DNS did not answer in time',
  aborted: 'not answered before the run was ended',
};

/** Why a target has no addresses. Escaped. */
export function resolutionWords(reason: string | null): string {
  return reason === null ? 'no address to ask' : (REASONS[reason] ?? escapeAndCut(reason, 60));
}
