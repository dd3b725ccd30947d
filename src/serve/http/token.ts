import { createHash, timingSafeEqual } from 'node:crypto';

/**
 * Whether an Authorization header carries the token: as a bearer token (RFC 6750 §2.1), or as the password of Basic
 * (RFC 7617), which browsers can send. Compared in constant time, whatever the lengths.
 */
export function carriesToken(header: string | undefined, token: string): boolean {
  const said = tokenOf(header);
  const equal = timingSafeEqual(digest(said ?? ''), digest(token));
  return equal && said !== null;
}

function tokenOf(header: string | undefined): string | null {
  const [, scheme = '', credentials = ''] = /^(\S+) +(\S+) *$/.exec(header ?? '') ?? [];
  switch (scheme.toLowerCase()) {
    case 'bearer':
      return credentials;
    case 'basic': {
      const text = Buffer.from(credentials, 'base64').toString('utf8');
      return text.includes(':') ? text.slice(text.indexOf(':') + 1) : null;
    }
    default:
      return null;
  }
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text, 'utf8').digest();
}
