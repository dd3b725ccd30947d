import { describe, expect, it } from 'vitest';
import { matchingAddressRule, matchingRule } from '../../src/engine/connect-to.js';
import type { ConnectTo } from '../../src/model/target.js';

const rule = (host: string | null, port: number | null, toPort: number): ConnectTo => ({
  host,
  port,
  toHost: '127.0.0.1',
  toPort,
});
const rules = [
  rule('www.example.com', 443, 1),
  rule('2001:db8:0::1', null, 2),
  rule(null, 8443, 3),
  rule(null, null, 4),
];

describe('connect-to rules', () => {
  it.each([
    ['WWW.example.com.', 443, 1],
    ['2001:db8::1', 443, 2],
    ['www.example.com', 8443, 3],
    ['other.example.com', 443, 4],
  ])('the first that fits %s:%i', (host, port, expected) =>
    expect(matchingRule(rules, host, port)?.toPort).toBe(expected),
  );

  it('a rule for any host says nothing about addresses', () => {
    expect(matchingAddressRule(rules, '2001:db8::1', 8443)?.toPort).toBe(2);
    expect(matchingAddressRule(rules, '192.0.2.1', 8443)).toBeNull();
  });
});
