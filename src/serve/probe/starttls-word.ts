/** One step of blackbox_exporter's `query_response`. */
export interface QueryStep {
  readonly expect?: string | undefined;
  readonly send?: string | undefined;
  readonly starttls?: boolean | undefined;
}

/** What is said in each protocol before it is upgraded; the first that fits. */
const CONVERSATIONS: readonly (readonly [scheme: string, said: RegExp])[] = [
  ['xmpp-server', /jabber:server[\s\S]*xmpp-tls/],
  ['xmpp', /xmpp-tls/],
  ['ftp', /^AUTH TLS/m],
  ['pop3', /^STLS/m],
  ['sieve', /(?:IMPLEMENTATION|SIEVE)[\s\S]*^STARTTLS/m],
  ['smtp', /^(?:EHLO|HELO|LHLO)\b[\s\S]*^STARTTLS/m],
  ['nntp', /^\^?(?:20[01]|38[12])\b[\s\S]*STARTTLS|STARTTLS[\s\S]*^\^?382/m],
  ['smtp', /^\^?220\b[\s\S]*^STARTTLS/m],
  ['imap', /^\S+ STARTTLS/m],
];

/** The scheme whose STARTTLS these steps speak; null where none is upgraded, or by no protocol that is known here. */
export function starttlsWord(steps: readonly QueryStep[]): string | null {
  const end = steps.findIndex(({ starttls }) => starttls === true);
  if (end === -1) return null;
  const said = steps.slice(0, end + 1).flatMap(({ expect, send }) => [expect ?? '', send ?? '']);
  return CONVERSATIONS.find(([, words]) => words.test(said.join('\n')))?.[0] ?? null;
}
