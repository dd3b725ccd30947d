import type { StartTlsProtocol } from '../model/target.js';

export interface Scheme {
  readonly scheme: string;
  readonly port: number;
  readonly starttls: StartTlsProtocol | null;
}

/** Schemes with the ports that IANA registered for them. */
export const SCHEMES: readonly Scheme[] = [
  { scheme: 'https', port: 443, starttls: null },
  { scheme: 'smtps', port: 465, starttls: null },
  { scheme: 'imaps', port: 993, starttls: null },
  { scheme: 'pop3s', port: 995, starttls: null },
  { scheme: 'ldaps', port: 636, starttls: null },
  { scheme: 'ftps', port: 990, starttls: null },
  { scheme: 'smtp', port: 25, starttls: 'smtp' },
  { scheme: 'submission', port: 587, starttls: 'submission' },
  { scheme: 'imap', port: 143, starttls: 'imap' },
  { scheme: 'pop3', port: 110, starttls: 'pop3' },
  { scheme: 'ftp', port: 21, starttls: 'ftp' },
  { scheme: 'ldap', port: 389, starttls: 'ldap' },
  { scheme: 'xmpp', port: 5222, starttls: 'xmpp' },
  { scheme: 'xmpp-server', port: 5269, starttls: 'xmpp-server' },
  { scheme: 'postgres', port: 5432, starttls: 'postgres' },
  { scheme: 'mysql', port: 3306, starttls: 'mysql' },
  { scheme: 'sieve', port: 4190, starttls: 'sieve' },
  { scheme: 'nntp', port: 119, starttls: 'nntp' },
  { scheme: 'rdp', port: 3389, starttls: 'rdp' },
];

/** The scheme of that word, in any case; null when there is none. */
export function findScheme(word: string): Scheme | null {
  const wanted = word.toLowerCase();
  return SCHEMES.find((each) => each.scheme === wanted) ?? null;
}

/** Ports that need no scheme either: Remote Desktop, which negotiates before TLS, and Active Directory's Global Catalog. */
const WITHOUT_SCHEME: ReadonlyMap<number, string> = new Map([
  [3389, 'rdp'],
  [3268, 'ldap'],
  [3269, 'ldaps'],
]);

/**
 * What a target written without a scheme is asked by: https, but for the ports of the other protocols that begin with TLS,
 * so that no mail server is ever sent an HTTP request, and for those that are known for one protocol alone.
 */
export function schemeOfPort(port: number): Pick<Scheme, 'scheme' | 'starttls'> {
  const known = findScheme(WITHOUT_SCHEME.get(port) ?? '');
  const implicit = SCHEMES.find((each) => each.starttls === null && each.port === port);
  return known ?? implicit ?? { scheme: 'https', starttls: null };
}
