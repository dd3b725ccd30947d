import { describe, expect, it } from 'vitest';
import { probes } from '../../probes/index.js';
import { readDnsServer, settle } from '../../src/engine/options.js';

describe('options', () => {
  it('have the design’s defaults', () => {
    expect(settle({ probes })).toMatchObject({
      timeoutMs: 10_000,
      concurrency: 200,
      perAddress: 4,
      samples: 6,
      window: 20_000,
      hello: 'current',
      unreachable: 'unknown',
      trust: { mode: 'bundled' },
      http: true,
      keyTypes: true,
      unknownSibling: true,
    });
  });

  it.each([
    [{ timeoutMs: 0 }, 'timeout'],
    [{ timeoutMs: Number.NaN }, 'timeout'],
    [{ concurrency: 0 }, 'concurrency'],
    [{ perAddress: -1 }, 'per-address'],
    [{ samples: 0 }, 'samples'],
    [{ window: 0 }, 'window'],
    [{ ratePerSecond: 0 }, 'rate'],
    [{ families: { ipv4: false, ipv6: false } }, 'families'],
    [{ surveyProbes: ['no-such'] }, 'no-such'],
    [{ surveyProbes: ['sibling-name'] }, 'sibling-name'],
    [{ dns: 'resolver.example' }, 'dns'],
  ])('%j is refused', (options, word) => {
    expect(() => settle({ probes, ...options })).toThrow(word);
    expect(() => settle({ probes, ...options })).toThrow(expect.objectContaining({ code: 'bad-option' }));
  });

  it.each([
    ['192.0.2.53', '192.0.2.53:53'],
    ['192.0.2.53:5353', '192.0.2.53:5353'],
    ['2001:db8::53', '[2001:db8::53]:53'],
    ['[2001:db8::53]', '[2001:db8::53]:53'],
    ['[2001:db8::53]:5353', '[2001:db8::53]:5353'],
  ])('the DNS server %s', (text, expected) => expect(readDnsServer(text)).toBe(expected));

  it.each(['', 'dns.example', '192.0.2.53:0', '192.0.2.53:70000', '[192.0.2.53]:53', '192.0.2:53'])(
    'the DNS server %j is refused',
    (text) => expect(() => readDnsServer(text)).toThrow(expect.objectContaining({ code: 'bad-option' })),
  );
});
