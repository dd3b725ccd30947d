import { describe, expect, it } from 'vitest';
import { contains, isLoopback, narrowestNaming, readNetwork, unmapped } from '../../../src/serve/allow/networks.js';

describe('the address that is meant', () => {
  it.each([
    ['203.0.113.5', '203.0.113.5'],
    ['2001:db8::5', '2001:db8::5'],
    ['fe80::1%eth0', 'fe80::1'],
    ['::ffff:169.254.169.254', '169.254.169.254'],
    ['::ffff:a9fe:a9fe', '169.254.169.254'],
    ['64:ff9b::a9fe:a9fe', '169.254.169.254'],
    ['64:ff9b::127.0.0.1', '127.0.0.1'],
    ['2002:7f00:1::', '127.0.0.1'],
    ['2002:a9fe:a9fe:1:2:3:4:5', '169.254.169.254'],
    ['64:ff9b:1::7f00:1', '64:ff9b:1::7f00:1'],
  ])('%s is %s', (text, meant) => expect(unmapped(text)?.toString()).toBe(meant));

  it.each(['', 'shop.example', '203.0.113', '203.0.113.5.6', '::g'])('%j is no address', (text) =>
    expect(unmapped(text)).toBeNull(),
  );
});

describe('networks', () => {
  it.each([
    ['10.0.0.0/8', '10.255.0.1', true],
    ['10.0.0.0/8', '11.0.0.1', false],
    ['203.0.113.5', '203.0.113.5', true],
    ['203.0.113.5', '203.0.113.6', false],
    ['2001:db8::/32', '2001:db8:ffff::1', true],
    ['[2001:db8::5]', '2001:db8::5', true],
    ['::/0', '10.0.0.1', false],
    ['0.0.0.0/0', '2001:db8::1', false],
    ['127.0.0.0/8', '::ffff:127.0.0.1', true],
  ])('%s holds %s: %s', (text, address, held) => {
    const network = readNetwork(text);
    const meant = unmapped(address);
    if (network === null || meant === null) throw new Error(text);
    expect(contains(network, meant)).toBe(held);
  });

  it.each(['10.0.0.0/33', '10.1', '167772161', '0x7f.1', 'shop.example', '10.0.0.0/8/8', ''])('%j is none', (text) =>
    expect(readNetwork(text)).toBeNull(),
  );

  it.each([
    ['169.254.169.254', 16],
    ['100.100.100.200', 32],
    ['fd00:ec2::254', 128],
    ['fe80::1', 10],
    ['0.0.0.0', 32],
    ['::', 128],
    ['224.0.0.1', 4],
    ['255.255.255.255', 32],
    ['10.0.0.1', null],
    ['127.0.0.1', null],
    ['2001:db8::1', null],
  ])('%s must be named by a network of at least %s bits', (text, bits) => {
    const address = unmapped(text);
    expect(address === null ? 'none' : narrowestNaming(address)).toBe(bits);
  });

  it.each([
    ['127.8.9.1', true],
    ['::1', true],
    ['10.0.0.1', false],
  ])('%s is this machine: %s', (text, own) => {
    const address = unmapped(text);
    expect(address !== null && isLoopback(address)).toBe(own);
  });
});
