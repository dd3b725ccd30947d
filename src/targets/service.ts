import { TargetProblem } from './problem.js';
import { findScheme, type Scheme } from './schemes.js';

/** `mx:NAME` or `srv:NAME`, cut; what is asked at the hosts is the scheme's. */
export interface Service {
  readonly lookup: 'mx' | 'srv';
  readonly name: string;
  readonly scheme: Scheme;
}

/** SRV service labels whose word is not the scheme's own (RFC 6186, RFC 6120 §3.2.1, XEP-0368, RFC 6764). */
const SERVICES: Readonly<Record<string, string>> = {
  'xmpp-client': 'xmpp',
  submissions: 'smtps',
  caldavs: 'https',
  carddavs: 'https',
};

/** Null for every other target: `mx:25` is a host and a port. Throws TargetProblem. */
export function splitService(text: string): Service | null {
  const match = /^\s*(mx|srv):(?![0-9,]+(?:[@/]|\s*$))(.*?)\s*$/i.exec(text);
  if (match === null) return null;
  const name = match[2] ?? '';
  if (/^[0-9.]+$|^\[/.test(name)) throw new TargetProblem('a name is needed whose hosts DNS knows');
  if (match[1]?.toLowerCase() === 'mx') return { lookup: 'mx', name, scheme: schemeOf('smtp') };
  const service = /^_([a-z0-9-]+)\._tcp\../i.exec(name)?.[1]?.toLowerCase();
  if (service === undefined) {
    throw new TargetProblem('srv: wants _service._tcp.name', 'Such as srv:_imaps._tcp.example.com.');
  }
  return { lookup: 'srv', name, scheme: schemeOf(SERVICES[service] ?? service) };
}

function schemeOf(word: string): Scheme {
  const scheme = findScheme(word);
  if (scheme === null) {
    throw new TargetProblem(`the service "${word}" is not known`, 'Its hosts can be given themselves: name:port.');
  }
  return scheme;
}
