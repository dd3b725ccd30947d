import type { Resolution } from '../model/report.js';
import type { ConnectTo, Endpoint, GivenAddress, Target } from '../model/target.js';
import { canonicalAddress, type Family, familyOf, needsRoute, translatedIpv4 } from './addresses.js';
import { matchingAddressRule, matchingRule } from './connect-to.js';
import type { NameLookup } from './name-lookup.js';

export interface ResolveOptions {
  readonly connectTo: readonly ConnectTo[];
  readonly families: { readonly ipv4: boolean; readonly ipv6: boolean };
  /** Families in which this machine has a route. */
  readonly routable: ReadonlySet<Family>;
  readonly clock: () => number;
}

/** An endpoint, and whether this machine cannot reach anything of its family. */
export interface ResolvedEndpoint {
  readonly endpoint: Endpoint;
  readonly noRoute: boolean;
}

export interface Resolved {
  readonly resolution: Resolution;
  readonly endpoints: readonly ResolvedEndpoint[];
}

type Found = Omit<Resolution, 'ms'> & { readonly dial: readonly GivenAddress[] };

/**
 * Where a target's connections go: a connect-to rule for its name, its given addresses, itself when it is an address,
 * or what names resolve to. Every address is an endpoint. Never rejects: what went wrong is `resolution.reason`.
 */
export async function resolveTarget(target: Target, names: NameLookup, options: ResolveOptions): Promise<Resolved> {
  const began = options.clock();
  const { dial, ...found } = await find(target, names, options);
  const wanted = dial.filter(({ address }) => options.families[familyOf(address)]);
  const endpoints = await Promise.all(
    withoutTranslatedTwins(wanted, options.routable).map(({ shown, given }) =>
      endpointOf(target, shown, given, names, options),
    ),
  );
  const reason = found.reason ?? (endpoints.length === 0 ? 'no-addresses' : null);
  const addresses = [...new Set(endpoints.map(({ endpoint }) => endpoint.address))];
  return { resolution: { ...found, addresses, reason, ms: options.clock() - began }, endpoints };
}

async function find(target: Target, names: NameLookup, options: ResolveOptions): Promise<Found> {
  const rule = target.hostKind === 'name' ? matchingRule(options.connectTo, target.host, target.port) : null;
  if (rule !== null && (rule.toHost !== null || rule.toPort !== null)) return followRule(target, rule, names);
  if (target.addresses !== null) return given('given', target.addresses);
  if (target.hostKind === 'ip') return given('given', [{ address: target.host, port: null }]);
  const { source, aliases, addresses, reason } = await names.lookup(target.host);
  return { source, aliases, addresses, reason, dial: addresses.map((address) => ({ address, port: null })) };
}

/** A rule for the name: what it leads to is the endpoint, and is reported as such. */
async function followRule(target: Target, rule: ConnectTo, names: NameLookup): Promise<Found> {
  const host = rule.toHost ?? target.host;
  const address = canonicalAddress(host);
  if (address !== null) return given('connect-to', [{ address, port: rule.toPort }]);
  if (rule.toHost === null && target.addresses !== null) {
    return given(
      'connect-to',
      target.addresses.map((each) => ({ ...each, port: rule.toPort })),
    );
  }
  const found = await names.lookup(host.toLowerCase().replace(/\.$/, ''));
  const dial = found.addresses.map((each) => ({ address: each, port: rule.toPort }));
  return { source: 'connect-to', aliases: found.aliases, addresses: found.addresses, reason: found.reason, dial };
}

function given(source: 'given' | 'connect-to', addresses: readonly GivenAddress[]): Found {
  const dial = addresses.map((each) => ({ ...each, address: canonicalAddress(each.address) ?? each.address }));
  return { source, aliases: [], addresses: dial.map(({ address }) => address), reason: null, dial };
}

interface Shown {
  /** What the report calls it. */
  readonly shown: string;
  readonly given: GivenAddress;
}

/**
 * A NAT64 address is another way to the IPv4 address inside it, not a second server: it is shown as that address, and
 * dialled only where the address itself is not, or has no route.
 */
function withoutTranslatedTwins(dial: readonly GivenAddress[], routable: ReadonlySet<Family>): readonly Shown[] {
  const byShown = new Map<string, Shown>();
  for (const each of dial) {
    const inside = translatedIpv4(each.address);
    const shown = inside ?? each.address;
    const key = `${shown} ${each.port}`;
    const known = byShown.get(key);
    const better = inside === null ? routable.has('ipv4') || !needsRoute(shown) : !routable.has('ipv4');
    if (known === undefined || (better && known.given.address !== each.address))
      byShown.set(key, { shown, given: each });
  }
  return [...byShown.values()];
}

async function endpointOf(
  target: Target,
  shown: string,
  dial: GivenAddress,
  names: NameLookup,
  options: ResolveOptions,
): Promise<ResolvedEndpoint> {
  const port = dial.port ?? target.port;
  const rule = (target.hostKind === 'ip' ? matchingRule : matchingAddressRule)(options.connectTo, shown, port);
  const dialAddress = (await addressOf(rule?.toHost ?? null, names)) ?? dial.address;
  const needsName = target.starttls === 'xmpp' || target.starttls === 'xmpp-server';
  return {
    endpoint: {
      address: shown,
      port,
      dialAddress,
      dialPort: rule?.toPort ?? port,
      starttls: target.starttls,
      starttlsHost: needsName ? target.host : null,
    },
    noRoute: needsRoute(dialAddress) && !options.routable.has(familyOf(dialAddress)),
  };
}

/** A rule may lead an address to a name: its first address is dialled. */
async function addressOf(host: string | null, names: NameLookup): Promise<string | null> {
  if (host === null) return null;
  return canonicalAddress(host) ?? (await names.lookup(host.toLowerCase().replace(/\.$/, ''))).addresses[0] ?? null;
}
