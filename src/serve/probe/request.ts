import { UsageError } from '../../errors.js';
import type { ConnectTo, Target } from '../../model/target.js';
import { parseTarget } from '../../targets/parse-target.js';
import { findScheme } from '../../targets/schemes.js';
import type { PreferredFamily } from '../metrics/blackbox-families.js';
import { DEFAULT_MODULE, findModule, type Module, type Modules } from './modules.js';

/** What `/probe` was asked, as understood. */
export interface ProbeRequest {
  readonly target: Target;
  /** What was asked to be dialled, when `hostname` is another name: judged in the target's place. */
  readonly dialled: { readonly host: string; readonly kind: 'name' | 'ip' };
  readonly connectTo: readonly ConnectTo[];
  readonly module: string;
  /** What that module says. */
  readonly how: Module;
  readonly addresses: 'all' | 'first';
  readonly preferred: PreferredFamily;
  readonly debug: boolean;
}

/** A query string as fastify reads it: a repeated name is a list. */
export type Query = Readonly<Record<string, string | readonly string[] | undefined>>;

const LONGEST = 1_000;

/** Reads the query of `/probe`. Throws UsageError: `bad-target`, `unknown-module`, `bad-option`. */
export function readProbeRequest(
  query: Query,
  options: { readonly modules: Modules; readonly preferred: PreferredFamily },
): ProbeRequest {
  const word = one(query, 'target');
  if (word === null) throw new UsageError('bad-target', 'the parameter "target" is missing');
  const module = one(query, 'module') ?? DEFAULT_MODULE;
  const how = findModule(options.modules, module);
  const asked = targetOf(word, how.scheme?.scheme ?? null);
  // As there: what the module says stands before the parameter.
  const hostname = how.serverName ?? one(query, 'hostname');
  const dialled = { host: asked.host, kind: asked.hostKind };
  const common = {
    dialled,
    module,
    how,
    addresses: choice(query, 'addresses', ['all', 'first'] as const),
    preferred: how.preferred ?? options.preferred,
    debug: choice(query, 'debug', ['false', 'true'] as const) === 'true',
  };
  if (hostname === null) return { ...common, target: asked, connectTo: [] };
  const named = parseOne(hostname);
  if (asked.hostKind === 'ip') {
    const addresses = asked.addresses ?? [{ address: asked.host, port: null }];
    return { ...common, target: { ...asked, host: named.host, hostKind: named.hostKind, addresses }, connectTo: [] };
  }
  // A name in place of an address: the question carries `hostname`, and goes where `target` leads.
  const rule = { host: named.host, port: asked.port, toHost: asked.host, toPort: null };
  const target = { ...asked, host: named.host, hostKind: named.hostKind };
  return { ...common, target, connectTo: asked.host === named.host ? [] : [rule] };
}

/** `shop.example`, `shop.example:8443`, `10.0.0.5:443`, `https://shop.example/path`; the module says the rest. */
function targetOf(word: string, scheme: string | null): Target {
  const bare = word.trim();
  const schemed = /^[a-z][a-z0-9+.-]*:\/\//i.test(bare);
  const own = schemed ? findScheme(bare.split('://', 1)[0] ?? '') : null;
  const host = schemed ? bare : ipv6(bare);
  if (schemed && own?.scheme !== 'https') return parseOne(host);
  if (scheme === null) return parseOne(host);
  return parseOne(`${scheme}://${host.replace(/^https:\/\//i, '')}`);
}

/** An IPv6 address without brackets, as service discovery writes it. */
function ipv6(word: string): string {
  return /^[0-9a-f]*:[0-9a-f:.]*:[0-9a-f:.]*$/i.test(word) ? `[${word}]` : word;
}

function parseOne(text: string): Target {
  if (text.length > LONGEST) throw new UsageError('bad-target', 'a target is at most 1,000 characters long');
  const [target, more] = parseTarget(text, { source: null });
  if (target === undefined || more !== undefined) {
    throw new UsageError('bad-target', 'one target with one port was expected');
  }
  if (target.lookup !== undefined) {
    throw new UsageError('bad-target', 'mx: and srv: stand for several targets', 'Put them into the manifest.');
  }
  return target;
}

function one(query: Query, name: string): string | null {
  const value = query[name];
  if (value === undefined || value === '') return null;
  if (typeof value === 'string') return value;
  throw new UsageError('bad-option', `the parameter ${JSON.stringify(name)} is given more than once`);
}

function choice<const Word extends string>(query: Query, name: string, words: readonly [Word, ...Word[]]): Word {
  const value = one(query, name);
  if (value === null) return words[0];
  const found = words.find((word) => word === value);
  if (found !== undefined) return found;
  throw new UsageError('bad-option', `the parameter ${JSON.stringify(name)}: one of ${words.join(', ')} was expected`);
}
