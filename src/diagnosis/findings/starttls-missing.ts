import { isSameProtocol, spokenOn } from '../spoken.js';
import { quote } from '../words.js';
import type { Rule } from './rule.js';

/** STARTTLS was asked for, and cannot be had. */
export const starttlsMissing: Rule = {
  code: 'starttls-missing',
  severity: 'critical',
  citations: ['RFC 3207 §4', 'RFC 8314 §3', 'RFC 7435 §1.2'],
  check({ evidence, view, endpoint }) {
    if (view.reach !== 'not-tls') return null;
    const seen = endpoint.observations.find(({ outcome }) => outcome === 'starttls');
    if (seen === undefined) return null;
    const asked = evidence.target.starttls ?? 'the server';
    const spoken = spokenOn(seen);
    if (spoken !== null && !isSameProtocol(asked, spoken)) {
      return {
        message: `${asked}: the server greets as ${spoken.toUpperCase()} does, and that is not what was asked for`,
      };
    }
    const how = HOW[seen.reason ?? ''] ?? `STARTTLS failed (${quote(seen.reason)})`;
    return { message: `${asked}: ${how}` };
  },
};

const HOW: Readonly<Record<string, string>> = {
  'not-offered': 'the server does not offer STARTTLS',
  refused: 'the server offers STARTTLS and refuses the command',
  unstable: 'the server sent more behind its answer to STARTTLS, as an injection would',
  preauth: 'the server greets with PREAUTH: STARTTLS is no longer possible',
};
