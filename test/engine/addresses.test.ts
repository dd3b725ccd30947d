import { describe, expect, it } from 'vitest';
import {
  addressWithPort,
  canonicalAddress,
  familyOf,
  needsRoute,
  routableFamilies,
  translatedIpv4,
} from '../../src/engine/addresses.js';

describe('addresses', () => {
  it.each([
    ['192.0.2.1', '192.0.2.1'],
    ['2001:DB8:0:0::1', '2001:db8::1'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['fe80::1%eth0', 'fe80::1%eth0'],
    ['www.example.com', null],
    ['0x7f.1', null],
    ['', null],
  ])('%s is %s', (text, expected) => expect(canonicalAddress(text)).toBe(expected));

  it.each([
    ['64:ff9b::cb00:7105', '203.0.113.5'],
    ['64:ff9b:1::cb00:7105', null],
    ['2001:db8::1', null],
    ['203.0.113.5', null],
  ])('inside %s is %s', (address, expected) => expect(translatedIpv4(address)).toBe(expected));

  it.each([
    ['127.0.0.1', false],
    ['::1', false],
    ['fe80::1%eth0', false],
    ['169.254.1.1', false],
    ['192.0.2.1', true],
    ['10.0.0.1', true],
    ['2001:db8::1', true],
  ])('%s needs a route: %s', (address, expected) => expect(needsRoute(address)).toBe(expected));

  it('a family is routable when there is an address of it beyond loopback and link', () => {
    expect([...routableFamilies(['127.0.0.1', '::1', 'fe80::2', '192.0.2.9'])]).toEqual(['ipv4']);
    expect([...routableFamilies(['2001:db8::9'])]).toEqual(['ipv6']);
    expect(familyOf('fe80::1%eth0')).toBe('ipv6');
  });

  it('is written with its port as in a URL', () => {
    expect(addressWithPort('192.0.2.1', 443)).toBe('192.0.2.1:443');
    expect(addressWithPort('2001:db8::1', 443)).toBe('[2001:db8::1]:443');
  });
});
