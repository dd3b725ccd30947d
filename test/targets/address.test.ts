import { describe, expect, it } from 'vitest';
import { canonicalAddress, isIpv6 } from '../../src/targets/address.js';

describe('canonicalAddress', () => {
  it.each([
    ['192.0.2.1', '192.0.2.1'],
    ['2001:DB8::1', '2001:db8::1'],
    ['2001:db8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
    ['0:0:0:0:0:0:0:0', '::'],
    ['fe80::1%Ethernet_2', 'fe80::1%Ethernet_2'],
    ['64:ff9b::192.0.2.33', '64:ff9b::c000:221'],
    ['::192.0.2.33', '::c000:221'],
    ['::ffff:192.0.2.33', '::ffff:c000:221'],
  ])('%s is %s', (text, address) => {
    expect(canonicalAddress(text)).toBe(address);
  });

  it.each([
    '',
    '127.1',
    '0x7f000001',
    '192.0.2.01',
    '256.0.0.1',
    '[::1]',
    '::1%',
    '::1%a b',
    '1::2::3',
    '::12345',
    'a.example',
  ])('%j is none', (text) => {
    expect(canonicalAddress(text)).toBeNull();
  });
});

describe('isIpv6', () => {
  it('tells what stands in brackets beside a port', () => {
    expect([isIpv6('::1'), isIpv6('127.0.0.1')]).toEqual([true, false]);
  });
});
