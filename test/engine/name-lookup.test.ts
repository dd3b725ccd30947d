import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Cancellation } from '../../src/engine/cancellation.js';
import { NameLookup, type NameLookupOptions } from '../../src/engine/name-lookup.js';
import { type DnsServer, startDns } from '../support/dns-server.js';
import { closedPort } from '../support/tcp-server.js';

let dns: DnsServer;
beforeAll(async () => {
  dns = await startDns({
    'both.test': { A: ['192.0.2.1', '192.0.2.2'], AAAA: ['2001:db8::1'] },
    'alias.test': { CNAME: 'middle.test' },
    'middle.test': { CNAME: 'both.test' },
    'loop.test': { CNAME: 'loop.test' },
    'empty.test': {},
    'mapped.test': { AAAA: ['::ffff:c000:201'] },
    'broken.test': { fault: 'servfail' },
    'silent.test': { fault: 'silence' },
  });
});
afterAll(() => dns.stop());

const lookup = (options: Partial<NameLookupOptions> = {}): NameLookup =>
  new NameLookup({
    dns: dns.server,
    timeoutMs: 2_000,
    overrides: { hostsFile: '192.0.2.9 both.test\n127.0.0.7 localhost\n' },
    cancellation: new Cancellation(),
    ...options,
  });

describe('with a server of the caller’s, that server only', () => {
  it('gives the addresses of both families, and aliases by the way', async () => {
    expect(await lookup().lookup('both.test')).toEqual({
      source: 'dns',
      aliases: [],
      addresses: ['192.0.2.1', '192.0.2.2', '2001:db8::1'],
      reason: null,
    });
    expect(await lookup().lookup('alias.test')).toMatchObject({
      aliases: ['middle.test', 'both.test'],
      addresses: ['192.0.2.1', '192.0.2.2', '2001:db8::1'],
    });
  });

  it.each([
    ['missing.test', 'not-found'],
    ['empty.test', 'no-addresses'],
    ['broken.test', 'resolver-failure'],
  ])('%s: %s', async (name, reason) => {
    const getaddrinfo = (): Promise<never> => Promise.reject(new Error('not to be asked'));
    const answer = await lookup({ overrides: { getaddrinfo } }).lookup(name);
    expect(answer).toMatchObject({ source: 'dns', addresses: [], reason });
  });

  it('takes any time limit, odd ones and fractions too', async () => {
    for (const timeoutMs of [501, 1_333, 2_000.5]) {
      expect((await lookup({ timeoutMs }).lookup('both.test')).addresses).toHaveLength(3);
    }
  });

  it('a server that is silent, or not there', async () => {
    expect((await lookup({ timeoutMs: 300 }).lookup('silent.test')).reason).toBe('timed-out');
    const gone = lookup({ dns: `127.0.0.1:${await closedPort()}` });
    expect((await gone.lookup('both.test')).reason).toBe('resolver-failure');
  });

  it('an alias of itself ends', async () => {
    expect((await lookup({ timeoutMs: 300 }).lookup('loop.test')).addresses).toEqual([]);
  });

  it('an IPv4-mapped address is the IPv4 address', async () => {
    expect((await lookup().lookup('mapped.test')).addresses).toEqual(['192.0.2.1']);
  });

  it('localhost never leaves the machine, RFC 6761 §6.3', async () => {
    const before = dns.questions.length;
    expect((await lookup().lookup('localhost')).addresses).toEqual(['127.0.0.7']);
    expect((await lookup().lookup('a.localhost')).addresses).toEqual(['127.0.0.1', '::1']);
    expect(dns.questions.length).toBe(before);
  });

  it('remembers for the run, questions under way included', async () => {
    const names = lookup();
    const before = dns.questions.length;
    await Promise.all([names.lookup('both.test'), names.lookup('both.test')]);
    await names.lookup('both.test');
    expect(dns.questions.slice(before).toSorted()).toEqual(['A both.test', 'AAAA both.test', 'CNAME both.test']);
  });

  it('the run’s end ends a lookup', async () => {
    const cancellation = new Cancellation();
    const answer = lookup({ cancellation }).lookup('silent.test');
    cancellation.abort();
    expect((await answer).reason).toBe('aborted');
  });
});

describe('with the machine’s', () => {
  it('the hosts file comes first', async () => {
    const answer = await lookup({ dns: null }).lookup('both.test');
    expect(answer).toEqual({ source: 'hosts', aliases: [], addresses: ['192.0.2.9'], reason: null });
  });

  it('DNS comes next, and a name that it does not know goes to getaddrinfo, once', async () => {
    const asked: string[] = [];
    const names = lookup({
      dns: null,
      overrides: {
        hostsFile: '',
        servers: [dns.server],
        getaddrinfo: (host) => {
          asked.push(host);
          return Promise.resolve(host === 'printer.test' ? [{ address: '::FFFF:192.0.2.7', family: 6 }] : []);
        },
      },
    });
    expect(await names.lookup('both.test')).toMatchObject({ source: 'dns' });
    expect(await names.lookup('printer.test')).toEqual({
      source: 'system',
      aliases: [],
      addresses: ['192.0.2.7'],
      reason: null,
    });
    await names.lookup('printer.test');
    expect(await names.lookup('missing.test')).toMatchObject({ source: 'dns', reason: 'not-found' });
    expect(await names.lookup('empty.test')).toMatchObject({ reason: 'no-addresses' });
    expect(asked).toEqual(['printer.test', 'missing.test']);
  });

  it('a getaddrinfo that fails leaves DNS’s word', async () => {
    const getaddrinfo = (): Promise<never> => Promise.reject(new Error('EAI_AGAIN'));
    const names = lookup({ dns: null, overrides: { hostsFile: '', servers: [dns.server], getaddrinfo } });
    expect((await names.lookup('missing.test')).reason).toBe('not-found');
  });
});
