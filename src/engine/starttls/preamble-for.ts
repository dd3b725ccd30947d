import type { Endpoint } from '../../model/target.js';
import { failed, type Preamble } from './preamble.js';

/** What precedes TLS at this endpoint; null where TLS begins at once. */
export function preambleFor(endpoint: Endpoint): Preamble | null {
  if (endpoint.starttls === null) return null;
  return {
    start: () => null,
    receive: () => failed('starttls', 'not-offered'),
    awaiting: () => 'greeting',
  };
}
