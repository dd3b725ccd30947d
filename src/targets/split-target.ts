import { canonicalAddress } from './address.js';
import { TargetProblem } from './problem.js';

/** A TARGET cut at its separators; nothing is validated yet. */
export interface TargetParts {
  readonly scheme: string | null;
  readonly host: string;
  /** After the host's colon; null when there is none. */
  readonly ports: string | null;
  /** After `@`; null when there is none. */
  readonly addresses: string | null;
}

/** Cuts a TARGET at `://`, `/`, `@` and `:`. Throws TargetProblem. */
export function splitTarget(text: string): TargetParts {
  const trimmed = text.trim();
  if (trimmed === '') throw new TargetProblem('it is empty');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  if (/[\x00-\x1f\x7f]/.test(trimmed)) throw new TargetProblem('it contains a control character');
  if (/\s/.test(trimmed)) throw new TargetProblem('it contains a blank', 'One target a line, or an argument each.');
  const schemeEnd = trimmed.indexOf('://');
  const scheme = schemeEnd === -1 || /[/?#@]/.test(trimmed.slice(0, schemeEnd)) ? null : trimmed.slice(0, schemeEnd);
  const rest = scheme === null ? trimmed : trimmed.slice(schemeEnd + 3);
  const authority = /^[^/?#]*/.exec(rest)?.[0] ?? '';
  if (authority.includes('\\')) throw new TargetProblem('it contains "\\"', 'Paths begin with "/".');
  if (/^[0-9.]+$|^\[/.test(authority) && /^\/[0-9]{1,3}$/.test(rest.slice(authority.length))) {
    throw new TargetProblem('a network is not a target', 'List its addresses one by one.');
  }
  refuseLateAddresses(rest.slice(authority.length));
  const [named = '', addresses = null, ...more] = authority.split('@');
  if (more.length > 0) throw new TargetProblem('it contains more than one "@"');
  return { scheme, ...splitHost(named), addresses };
}

/** A path may hold an "@"; one with an address behind it was meant for the target. */
function refuseLateAddresses(path: string): void {
  const late = /@(\[[^\]]*\]|[^:,@/]*)(?::\d+)?(?:,[^@/]*)?$/.exec(path)?.[1];
  if (late === undefined || canonicalAddress(late.replace(/^\[(.*)\]$/, '$1')) === null) return;
  throw new TargetProblem('"@" and its addresses stand before the path', 'Such as https://name@203.0.113.5/path.');
}

/** `name:port` at the only colon, `[address]:port` behind the bracket. */
function splitHost(text: string): { host: string; ports: string | null } {
  if (text.startsWith('[')) {
    const end = text.indexOf(']') + 1;
    if (end === 0) throw new TargetProblem('"[" without its "]"', 'IPv6 addresses are written [2001:db8::1].');
    const behind = text.slice(end);
    if (behind === '') return { host: text, ports: null };
    if (!behind.startsWith(':')) throw new TargetProblem(`after "]" stands a port or nothing`);
    return { host: text.slice(0, end), ports: behind.slice(1) };
  }
  const colon = text.indexOf(':');
  if (colon === -1 || text.indexOf(':', colon + 1) !== -1) return { host: text, ports: null };
  return { host: text.slice(0, colon), ports: text.slice(colon + 1) };
}
