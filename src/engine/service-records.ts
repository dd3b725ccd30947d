import { promises as dns } from 'node:dns';
import type { BadLine, Target } from '../model/target.js';
import type { Cancellation } from './cancellation.js';
import { readDnsServer } from './options.js';

export interface ServiceRecordOptions {
  /** `address[:port]` of the one server to ask; null: the machine's. */
  readonly dns: string | null;
  readonly timeoutMs: number;
  readonly cancellation: Cancellation;
}

interface Place {
  readonly host: string;
  /** Null: the target's. */
  readonly port: number | null;
  readonly priority: number;
}

/** A host name as DNS may say it; whatever else a record holds is not dialled. */
const HOST = /^(?=.{1,253}$)(?:[a-z0-9_-]{1,63}\.)*(?!(?:[0-9]+|0x[0-9a-f]*)$)[a-z0-9_-]{1,63}$/;

/**
 * Puts the hosts that DNS names in the place of `mx:` and `srv:` targets, the preferred first; every other target goes
 * through. A name without such records is asked itself (RFC 5321 §5.1), so that its resolution says what is missing; one
 * that says it offers nothing (RFC 7505, RFC 2782) is told as a line that is no target.
 */
export async function* expandServices(
  targets: Iterable<Target | BadLine> | AsyncIterable<Target | BadLine>,
  options: ServiceRecordOptions,
): AsyncGenerator<Target | BadLine> {
  for await (const each of targets) {
    if ('reason' in each || each.lookup === undefined) yield each;
    else yield* placesOf(each, each.lookup, options);
  }
}

async function* placesOf(
  target: Target,
  kind: 'mx' | 'srv',
  options: ServiceRecordOptions,
): AsyncGenerator<Target | BadLine> {
  const { lookup: _, ...itself } = target;
  const places = await options.cancellation.until(ask(kind, target.host, options), []);
  if (places.length === 0) yield itself;
  for (const { host, port } of places) {
    const name = host.toLowerCase().replace(/\.$/, '');
    if (HOST.test(name)) yield { ...itself, host: name, port: port ?? target.port };
    else yield nothingThere(target, kind, name);
  }
}

function nothingThere(target: Target, kind: 'mx' | 'srv', name: string): BadLine {
  const what = kind === 'mx' ? 'accepts no mail (RFC 7505)' : 'says that the service is not offered (RFC 2782)';
  const reason = name === '' ? `the name ${what}` : 'its record names no host name';
  return { source: target.source ?? 'target', text: `${kind}:${target.host}`, reason };
}

/** Empty for a name without such records, and where DNS fails: the address lookup that follows says why. */
async function ask(kind: 'mx' | 'srv', name: string, options: ServiceRecordOptions): Promise<readonly Place[]> {
  const resolver = new dns.Resolver({ timeout: Math.max(250, Math.min(3_000, options.timeoutMs / 2)), tries: 2 });
  if (options.dns !== null) resolver.setServers([readDnsServer(options.dns)]);
  try {
    const places = kind === 'mx' ? await askMx(resolver, name) : await askSrv(resolver, name);
    return places.toSorted((a, b) => a.priority - b.priority);
  } catch {
    return [];
  }
}

async function askMx(resolver: dns.Resolver, name: string): Promise<readonly Place[]> {
  const records = await resolver.resolveMx(`${name}.`);
  return records.map(({ exchange, priority }) => ({ host: exchange, port: null, priority }));
}

async function askSrv(resolver: dns.Resolver, name: string): Promise<readonly Place[]> {
  const records = await resolver.resolveSrv(`${name}.`);
  return records.map(({ name: host, port, priority }) => ({ host, port, priority }));
}
