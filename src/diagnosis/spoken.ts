import type { Observation } from '../model/observation.js';

/** What the first line of another protocol looks like, for those who waited for one of theirs. */
const GREETINGS: readonly (readonly [pattern: RegExp, protocol: string])[] = [
  [/^SSH-/, 'ssh'],
  [/^HTTP\/\d/i, 'http'],
  [/^\* (?:OK|BYE|PREAUTH)\b/i, 'imap'],
  [/^\+OK\b/i, 'pop3'],
  [/^"IMPLEMENTATION"/i, 'sieve'],
  [/^20[01][ -]/, 'nntp'],
  [/^220[ -].*(?:ftp|filezilla)/i, 'ftp'],
  [/^220[ -].*smtp/i, 'smtp'],
];

/** One greeting and one dialogue: submission is SMTP, XMPP between servers is XMPP. */
export function isSameProtocol(asked: string, spoken: string): boolean {
  if (asked === spoken) return true;
  return (asked === 'submission' && spoken === 'smtp') || (asked === 'xmpp-server' && spoken === 'xmpp');
}

/** The protocol that a port was seen to speak, in a word of ours; null where nothing tells. */
export function spokenOn(observation: Observation | null): string | null {
  if (observation === null) return null;
  const { outcome, reason, detail } = observation;
  if (outcome === 'not-tls') return reason === 'unknown' ? null : reason;
  const { line } = detail;
  if (outcome !== 'starttls' || typeof line !== 'string') return null;
  return GREETINGS.find(([pattern]) => pattern.test(line))?.[1] ?? null;
}
