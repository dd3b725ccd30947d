import { UsageError } from '../errors.js';
import type { Expectation } from '../model/expectation.js';
import type { GivenAddress, Target } from '../model/target.js';
import { parseHost } from './host.js';
import { quoted, TargetProblem } from './problem.js';
import { findScheme, SCHEMES, type Scheme, schemeOfPort } from './schemes.js';
import { splitService } from './service.js';
import { splitTarget, type TargetParts } from './split-target.js';

/** What holds for every target of a run unless it says otherwise. */
export interface TargetDefaults {
  /** `--address`: dialled instead of DNS, for every *name* that gives no addresses of its own. */
  readonly addresses?: readonly GivenAddress[] | null;
  readonly expectation?: Expectation | null;
  readonly labels?: Readonly<Record<string, string>>;
}

/** Where a target was written, and what holds for it unless it says otherwise. */
export interface TargetContext {
  /** `argument`, `file:line`; null when a program made it. */
  readonly source: string | null;
  readonly defaults?: TargetDefaults;
}

/**
 * Reads one TARGET: `[scheme://]name[:port[,port]][@address[:port]{,address[:port]}][/path]`, one result per port.
 * It is never parsed as a URL: the path is cut, and what follows `@` are addresses to dial instead of asking DNS.
 * `mx:name` and `srv:_service._tcp.name` stand for the hosts that DNS names. Throws UsageError `bad-target`.
 *
 * ```ts
 * parseTarget('shop.example:443,8443@203.0.113.5,[2001:db8::5]', { source: null });  // two targets, two addresses each
 * ```
 */
export function parseTarget(text: string, context: TargetContext): readonly Target[] {
  try {
    return readTarget(text, context);
  } catch (error) {
    if (!(error instanceof TargetProblem)) throw error;
    const where = context.source === null || context.source === 'argument' ? '' : `${context.source}: `;
    throw new UsageError('bad-target', `${where}target ${quoted(text)}: ${error.message}`, error.hint);
  }
}

/** As {@link parseTarget}, for those who say themselves where it stands. Throws {@link TargetProblem}. */
export function readTarget(text: string, context: TargetContext): readonly Target[] {
  const service = splitService(text);
  if (service === null) return makeTargets(splitTarget(text), context);
  const { lookup, name, scheme } = service;
  return makeTargets({ scheme: null, host: name, ports: null, addresses: null }, context).map((target) => ({
    ...target,
    scheme: scheme.scheme,
    port: scheme.port,
    starttls: scheme.starttls,
    lookup,
  }));
}

/** Targets of split parts, one per port. Throws {@link TargetProblem}. */
export function makeTargets(parts: TargetParts, context: TargetContext): readonly Target[] {
  const scheme = parts.scheme === null ? null : schemeNamed(parts.scheme);
  const { host, kind } = parseHost(parts.host);
  const ports = parts.ports === null ? [scheme?.port ?? 443] : parsePorts(parts.ports);
  const own = parts.addresses === null ? null : parseAddresses(parts.addresses);
  const defaults = context.defaults;
  const addresses = own ?? (kind === 'name' ? (defaults?.addresses ?? null) : null);
  return ports.map((port) => {
    const asked = scheme ?? schemeOfPort(port);
    return {
      host,
      hostKind: kind,
      port,
      starttls: asked.starttls,
      scheme: asked.scheme,
      addresses,
      expectation: defaults?.expectation ?? null,
      source: context.source,
      labels: defaults?.labels ?? {},
    };
  });
}

function schemeNamed(word: string): Scheme {
  const scheme = findScheme(word);
  if (scheme !== null) return scheme;
  if (word.toLowerCase() === 'http') {
    throw new TargetProblem('http has no certificate to look at', 'Write https://, or leave the scheme out.');
  }
  throw new TargetProblem(
    `the scheme ${quoted(word)} is not known`,
    `Known are ${SCHEMES.map((each) => each.scheme).join(', ')}.`,
  );
}

function parsePorts(text: string): readonly number[] {
  return [...new Set(text.split(',').map((part) => parsePort(part.trim())))];
}

/** A port number, 1 to 65535, in decimal. Throws {@link TargetProblem}. */
export function parsePort(text: string): number {
  if (text === '') throw new TargetProblem('a port is missing after ":"');
  const port = /^[1-9][0-9]{0,4}$/.test(text) ? Number(text) : Number.NaN;
  if (!(port <= 65535)) throw new TargetProblem(`${quoted(text)} is not a port`, 'Ports are numbers from 1 to 65535.');
  return port;
}

/** `203.0.113.5,[2001:db8::5]:8443`: addresses, IPv6 in brackets, each with a port of its own or not. Throws {@link TargetProblem}. */
export function parseAddresses(text: string): readonly GivenAddress[] {
  return text.split(',').map((part) => parseGivenAddress(part.trim()));
}

function parseGivenAddress(text: string): GivenAddress {
  if (text === '') throw new TargetProblem('an address is missing', 'Addresses are separated by single commas.');
  const colon = text.startsWith('[') ? text.indexOf(':', text.indexOf(']')) : text.indexOf(':');
  const alone = colon === -1 || text.indexOf(':', colon + 1) !== -1;
  const address = parseHost(alone ? text : text.slice(0, colon));
  if (address.kind !== 'ip') {
    throw new TargetProblem(
      `${quoted(address.host)} is not an address`,
      'After "@" stand IP addresses to dial instead of asking DNS: name@203.0.113.5.',
    );
  }
  return { address: address.host, port: alone ? null : parsePort(text.slice(colon + 1)) };
}

/** Addresses of an option such as `--address`. Throws UsageError `bad-option`. */
export function parseAddressOption(text: string, option: string): readonly GivenAddress[] {
  try {
    return parseAddresses(text);
  } catch (error) {
    if (!(error instanceof TargetProblem)) throw error;
    throw new UsageError('bad-option', `${option} ${quoted(text)}: ${error.message}`, error.hint);
  }
}
