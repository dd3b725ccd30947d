import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Family } from '../../src/engine/addresses.js';
import { Cancellation } from '../../src/engine/cancellation.js';
import { NameLookup } from '../../src/engine/name-lookup.js';
import { type Resolved, type ResolveOptions, resolveTarget } from '../../src/engine/resolve.js';
import type { ConnectTo } from '../../src/model/target.js';
import { parseConnectTo } from '../../src/targets/connect-to.js';
import { type DnsServer, startDns } from '../support/dns-server.js';
import { targets } from '../support/engine.js';

let dns: DnsServer;
beforeAll(async () => {
  dns = await startDns({
    'www.test': { A: ['192.0.2.1'], AAAA: ['2001:db8::1'] },
    'six.test': { AAAA: ['2001:db8::6'] },
    'nat.test': { A: ['203.0.113.5'], AAAA: ['64:ff9b::cb00:7105'] },
    'lab.test': { A: ['127.0.0.9'] },
  });
});
afterAll(() => dns.stop());

const both: ReadonlySet<Family> = new Set(['ipv4', 'ipv6']);
async function resolve(
  text: string,
  rules: readonly string[] = [],
  over: Partial<ResolveOptions> = {},
): Promise<Resolved> {
  const [target] = targets(text);
  if (target === undefined) throw new Error(text);
  const cancellation = new Cancellation();
  const names = new NameLookup({ dns: dns.server, timeoutMs: 2_000, overrides: { hostsFile: '' }, cancellation });
  const connectTo: readonly ConnectTo[] = rules.map(parseConnectTo);
  return resolveTarget(target, names, {
    connectTo,
    families: { ipv4: true, ipv6: true },
    routable: both,
    clock: () => 0,
    ...over,
  });
}
const places = ({ endpoints }: Resolved): readonly string[] =>
  endpoints.map(
    ({ endpoint, noRoute }) =>
      `${endpoint.address} ${endpoint.port} > ${endpoint.dialAddress} ${endpoint.dialPort}${noRoute ? ' no route' : ''}`,
  );

describe('where a target’s connections go', () => {
  it('to every address that DNS has', async () => {
    const resolved = await resolve('www.test');
    expect(places(resolved)).toEqual(['192.0.2.1 443 > 192.0.2.1 443', '2001:db8::1 443 > 2001:db8::1 443']);
    expect(resolved.resolution).toEqual({
      source: 'dns',
      aliases: [],
      addresses: ['192.0.2.1', '2001:db8::1'],
      reason: null,
      ms: 0,
    });
  });

  it('to the addresses given with it, with ports of their own', async () => {
    const resolved = await resolve('www.test:8443@192.0.2.7,[2001:DB8::7]:9443');
    expect(places(resolved)).toEqual(['192.0.2.7 8443 > 192.0.2.7 8443', '2001:db8::7 9443 > 2001:db8::7 9443']);
    expect(resolved.resolution.source).toBe('given');
  });

  it('to itself, when it is an address', async () => {
    expect(places(await resolve('[2001:db8::1]:8443'))).toEqual(['2001:db8::1 8443 > 2001:db8::1 8443']);
  });

  it('by a rule for its name: what is dialled is the endpoint', async () => {
    const resolved = await resolve('www.test', ['www.test:443:127.0.0.1:8443']);
    expect(places(resolved)).toEqual(['127.0.0.1 8443 > 127.0.0.1 8443']);
    expect(resolved.resolution).toMatchObject({ source: 'connect-to', addresses: ['127.0.0.1'] });
    expect(places(await resolve('www.test', ['www.test:80:127.0.0.1:8443']))).toHaveLength(2);
    expect(places(await resolve('www.test', ['::lab.test:']))).toEqual(['127.0.0.9 443 > 127.0.0.9 443']);
  });

  it('by a rule for an address: the address stays, another is dialled', async () => {
    const rules = ['192.0.2.1:443:127.0.0.1:8443', '[2001:db8::1]:443:lab.test:9443'];
    const resolved = await resolve('www.test', rules);
    expect(places(resolved)).toEqual(['192.0.2.1 443 > 127.0.0.1 8443', '2001:db8::1 443 > 127.0.0.9 9443']);
    expect(resolved.resolution).toMatchObject({ source: 'dns', addresses: ['192.0.2.1', '2001:db8::1'] });
    expect(places(await resolve('x.test@192.0.2.1', rules))).toEqual(['192.0.2.1 443 > 127.0.0.1 8443']);
    expect(places(await resolve('192.0.2.1', rules))).toEqual(['192.0.2.1 443 > 127.0.0.1 8443']);
  });

  it('in the families that are wanted', async () => {
    expect(places(await resolve('www.test', [], { families: { ipv4: false, ipv6: true } }))).toHaveLength(1);
    const none = await resolve('six.test', [], { families: { ipv4: true, ipv6: false } });
    expect(none).toMatchObject({ endpoints: [], resolution: { reason: 'no-addresses', addresses: [] } });
  });

  it('a family without a route is told', async () => {
    const resolved = await resolve('www.test', [], { routable: new Set<Family>(['ipv4']) });
    expect(places(resolved)).toEqual(['192.0.2.1 443 > 192.0.2.1 443', '2001:db8::1 443 > 2001:db8::1 443 no route']);
    const local = await resolve('a.test@127.0.0.1,[::1]', [], { routable: new Set<Family>() });
    expect(local.endpoints.some(({ noRoute }) => noRoute)).toBe(false);
  });

  it('a NAT64 address is another way to the same server, RFC 6052', async () => {
    expect(places(await resolve('nat.test'))).toEqual(['203.0.113.5 443 > 203.0.113.5 443']);
    const onlyIpv6 = await resolve('nat.test', [], { routable: new Set<Family>(['ipv6']) });
    expect(places(onlyIpv6)).toEqual(['203.0.113.5 443 > 64:ff9b::cb00:7105 443']);
    expect(onlyIpv6.resolution.addresses).toEqual(['203.0.113.5']);
  });

  it('a name that has none says why', async () => {
    expect(await resolve('missing.test')).toMatchObject({ endpoints: [], resolution: { reason: 'not-found' } });
  });
});
