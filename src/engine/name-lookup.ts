import { promises as dns } from 'node:dns';
import pLimit from 'p-limit';
import { canonicalAddress } from './addresses.js';
import { BoundedMap } from './bounded-map.js';
import type { Cancellation } from './cancellation.js';
import { type Hosts, parseHosts, readHosts, usualHostsPath } from './hosts-file.js';
import { type ResolverOverrides, readDnsServer, type SystemAddress } from './options.js';

/** Beyond some 500 questions in flight a Resolver collapses. */
const QUESTIONS_IN_FLIGHT = 200;
/** getaddrinfo blocks a thread each, and there are four. */
const SYSTEM_LOOKUPS_IN_FLIGHT = 4;
const LONGEST_ALIAS_CHAIN = 8;
const REMEMBERED = 50_000;

/** What a name resolves to. `reason` is null when there are addresses. */
export interface NameAnswer {
  readonly source: 'hosts' | 'dns' | 'system';
  readonly aliases: readonly string[];
  readonly addresses: readonly string[];
  readonly reason: 'not-found' | 'no-addresses' | 'resolver-failure' | 'timed-out' | 'aborted' | null;
}

export interface NameLookupOptions {
  /** `address[:port]`: that server only; null: hosts file, DNS, getaddrinfo. */
  readonly dns: string | null;
  readonly timeoutMs: number;
  readonly overrides: ResolverOverrides;
  readonly cancellation: Cancellation;
}

type Failure = Exclude<NameAnswer['reason'], null>;
type Part = { readonly addresses: readonly string[]; readonly failure: Failure | null };

/**
 * Names to addresses: the hosts file, DNS, and getaddrinfo once for names that DNS does not know. No search domains.
 * With a server of the caller's, that server only: neither hosts file nor getaddrinfo. `localhost` and names below it
 * never leave the machine (RFC 6761 §6.3). Everything is remembered for the run.
 */
export class NameLookup {
  readonly #options: NameLookupOptions;
  readonly #resolver: dns.Resolver;
  readonly #questions = pLimit(QUESTIONS_IN_FLIGHT);
  readonly #systemLookups = pLimit(SYSTEM_LOOKUPS_IN_FLIGHT);
  readonly #answers = new BoundedMap<string, Promise<NameAnswer>>(REMEMBERED);
  #hosts: Promise<Hosts> | null = null;

  constructor(options: NameLookupOptions) {
    this.#options = options;
    const timeout = Math.round(Math.max(250, Math.min(3_000, options.timeoutMs / 2)));
    this.#resolver = new dns.Resolver({ timeout, tries: 2 });
    const servers = options.dns === null ? options.overrides.servers : [options.dns];
    if (servers !== undefined) this.#resolver.setServers(servers.map(readDnsServer));
  }

  /** Never rejects. */
  lookup(name: string): Promise<NameAnswer> {
    return this.#answers.remember(name, () => this.#lookup(name));
  }

  async #lookup(name: string): Promise<NameAnswer> {
    const local = name === 'localhost' || name.endsWith('.localhost');
    if (this.#options.dns === null || local) {
      const addresses = (await this.#readHosts()).get(name);
      if (addresses !== undefined) return { source: 'hosts', aliases: [], addresses, reason: null };
    }
    if (local) return { source: 'system', aliases: [], addresses: ['127.0.0.1', '::1'], reason: null };
    const answer = await this.#askDns(name);
    const unknown = answer.reason === 'not-found' || answer.reason === 'resolver-failure';
    if (!unknown || this.#options.dns !== null) return answer;
    return (await this.#askSystem(name)) ?? answer;
  }

  #readHosts(): Promise<Hosts> {
    const { hostsFile, hostsPath } = this.#options.overrides;
    this.#hosts ??=
      hostsFile === undefined ? readHosts(hostsPath ?? usualHostsPath()) : Promise.resolve(parseHosts(hostsFile));
    return this.#hosts;
  }

  async #askDns(name: string): Promise<NameAnswer> {
    const [ipv4, ipv6, aliases] = await Promise.all([
      this.#part((resolver) => resolver.resolve4(`${name}.`)),
      this.#part((resolver) => resolver.resolve6(`${name}.`)),
      this.#aliases(name),
    ]);
    const addresses = distinct([...ipv4.addresses, ...ipv6.addresses]);
    const reason = addresses.length > 0 ? null : worse(ipv4.failure, ipv6.failure);
    return { source: 'dns', aliases, addresses, reason };
  }

  async #part(ask: (resolver: dns.Resolver) => Promise<readonly string[]>): Promise<Part> {
    try {
      return { addresses: await this.#bounded(ask), failure: null };
    } catch (error) {
      return { addresses: [], failure: this.#options.cancellation.aborted ? 'aborted' : failureOf(codeOf(error)) };
    }
  }

  async #aliases(name: string): Promise<readonly string[]> {
    const aliases: string[] = [];
    for (let owner = name; aliases.length < LONGEST_ALIAS_CHAIN; ) {
      const [alias] = await this.#bounded((resolver) => resolver.resolveCname(`${owner}.`)).catch(() => []);
      if (alias === undefined) break;
      owner = alias.toLowerCase().replace(/\.$/, '');
      if (owner === name || aliases.includes(owner)) break;
      aliases.push(owner);
    }
    return aliases;
  }

  /** One question within the limit, ended by the deadline and by the run's end. */
  #bounded(ask: (resolver: dns.Resolver) => Promise<readonly string[]>): Promise<readonly string[]> {
    const { timeoutMs, cancellation } = this.#options;
    return this.#questions(
      () =>
        new Promise((resolve, reject) => {
          const end = (code: string): void => reject(Object.assign(new Error(code), { code }));
          const timer = setTimeout(() => end('ETIMEOUT'), timeoutMs);
          const takeBack = cancellation.onAbort(() => end('ECANCELLED'));
          ask(this.#resolver)
            .then(resolve, reject)
            .finally(() => {
              clearTimeout(timer);
              takeBack();
            });
        }),
    );
  }

  async #askSystem(name: string): Promise<NameAnswer | null> {
    const getaddrinfo = this.#options.overrides.getaddrinfo ?? systemLookup;
    try {
      const found = await this.#systemLookups(() => this.#options.cancellation.until(getaddrinfo(name), []));
      const addresses = distinct(found.flatMap(({ address }) => canonicalAddress(address) ?? []));
      return addresses.length === 0 ? null : { source: 'system', aliases: [], addresses, reason: null };
    } catch {
      return null;
    }
  }
}

/** The trailing dot keeps search domains out. */
async function systemLookup(name: string): Promise<readonly SystemAddress[]> {
  return dns.lookup(`${name}.`, { all: true, verbatim: true });
}

function distinct(addresses: readonly string[]): readonly string[] {
  return [...new Set(addresses.map((address) => canonicalAddress(address) ?? address))];
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

function failureOf(code: string): Failure {
  switch (code) {
    case 'ENOTFOUND':
      return 'not-found';
    case 'ENODATA':
      return 'no-addresses';
    case 'ETIMEOUT':
      return 'timed-out';
    default:
      return 'resolver-failure';
  }
}

/** What to say where neither family gave an address: a failure may hide addresses, so it comes before a denial. */
function worse(first: Failure | null, second: Failure | null): Failure {
  const order = ['aborted', 'timed-out', 'resolver-failure', 'not-found'] as const;
  return order.find((failure) => failure === first || failure === second) ?? 'no-addresses';
}
