import { describe, expect, it } from 'vitest';
import { judgeAddress, judgeChosen, judgeTarget, MANIFEST_ONLY, readAllow } from '../../../src/serve/allow/policy.js';

describe('--allow', () => {
  it('takes names and networks', () => {
    const { names, networks } = readAllow([
      'Shop.Example',
      '*.corp.example',
      '*',
      '10.0.0.0/8',
      '2001:db8::5',
      '_sip.example',
    ]);
    expect(names).toEqual(['shop.example', '*.corp.example', '*', '_sip.example']);
    expect(networks.map(([address, bits]) => `${address.toString()}/${bits}`)).toEqual([
      '10.0.0.0/8',
      '2001:db8::5/128',
    ]);
  });

  it.each(['', 'a b', '*shop.example', 'shop.*', '10.1', '1.2.3.4.5', '10.0.0.0/40', 'http://x', '<b>'])(
    'refuses %j',
    (text) => {
      expect(() => readAllow([text])).toThrow(expect.objectContaining({ code: 'bad-option' }));
    },
  );
});

describe('a target', () => {
  it('that the manifest does not hold is refused without --allow', () => {
    expect(judgeTarget(MANIFEST_ONLY, 'shop.example', 'name')).toContain('not in the manifest');
    expect(judgeTarget(MANIFEST_ONLY, '10.0.0.1', 'ip')).toContain('not in the manifest');
  });

  it.each([
    [['shop.example'], 'shop.example', true],
    [['shop.example'], 'a.shop.example', false],
    [['*.shop.example'], 'a.b.shop.example', true],
    [['*.shop.example'], 'shop.example', false],
    [['*.shop.example'], '.shop.example', false],
    [['*.shop.example'], 'evilshop.example', false],
    [['*'], 'any.example', true],
    [['10.0.0.0/8'], 'any.example', true],
    [['10.0.0.0/8', 'shop.example'], 'any.example', false],
  ])('%j: the name %s may be asked about: %s', (patterns, host, may) => {
    expect(judgeTarget(readAllow(patterns), host, 'name') === null).toBe(may);
  });

  it.each([
    [['10.0.0.0/8'], '10.1.2.3', true],
    [['10.0.0.0/8'], '192.0.2.1', false],
    [['*'], '192.0.2.1', true],
    [['*'], '127.0.0.1', false],
    [['10.0.0.0/8'], '::ffff:10.1.2.3', true],
    [['shop.example', '*.corp.example'], '192.0.2.1', false],
  ])('%j: the address %s may be asked about: %s', (patterns, host, may) => {
    expect(judgeTarget(readAllow(patterns), host, 'ip') === null).toBe(may);
  });
});

describe('an address of this machine’s interfaces', () => {
  const own = () => ['127.0.0.1', '192.0.2.10', 'fe80::1%eth0', '2001:db8::10'];
  it.each([
    [['*.corp.example'], '192.0.2.10', false],
    [['*.corp.example'], '192.0.2.11', true],
    [['*.corp.example'], '2001:db8:0:0::10', false],
    [['*.corp.example'], '::ffff:192.0.2.10', false],
    [['*.corp.example'], '64:ff9b::c000:20a', false],
    [['*'], '192.0.2.10', false],
    [['*.corp.example', '192.0.2.0/24'], '192.0.2.10', true],
  ])('%j: %s may be dialled: %s', (patterns, address, may) => {
    expect(judgeAddress(readAllow(patterns, own), address, false) === null).toBe(may);
    // The manifest's addresses are its own affair.
    expect(judgeAddress(readAllow(patterns, own), address, true)).toBeNull();
  });
});

describe('an address that the asker chose', () => {
  it.each([
    [['*.corp.example'], '10.1.2.3', false],
    [['*.corp.example', '10.0.0.0/8'], '10.1.2.3', true],
    [['*'], '10.1.2.3', true],
    [['*'], '127.0.0.1', false],
  ])('%j: %s may be looked at: %s', (patterns, address, may) => {
    expect(judgeChosen(readAllow(patterns), address) === null).toBe(may);
  });
});

describe('a dialled address', () => {
  it.each([
    [['*.corp.example'], '10.1.2.3', true],
    [['*.corp.example'], '127.0.0.1', false],
    [['*.corp.example'], '::1', false],
    [['*.corp.example'], '2002:7f00:1::', false],
    [['*.corp.example', '127.0.0.0/8'], '127.0.0.1', true],
    [['*.corp.example', '127.0.0.0/8'], '10.1.2.3', false],
    [['10.0.0.0/8'], '64:ff9b::10.1.2.3', true],
    [['10.0.0.0/8'], '64:ff9b::192.0.2.1', false],
    [['*', '0.0.0.0/0', '::/0'], '169.254.169.254', false],
    [['*', '0.0.0.0/0', '::/0'], '::ffff:169.254.169.254', false],
    [['*', '0.0.0.0/0', '::/0'], '64:ff9b::a9fe:a9fe', false],
    [['*', '0.0.0.0/0', '::/0'], '2002:a9fe:a9fe::', false],
    [['*', '0.0.0.0/0', '::/0'], 'fe80::1%eth0', false],
    [['*', '0.0.0.0/0', '::/0'], 'fd00:ec2::254', false],
    [['*', '0.0.0.0/0', '::/0'], '0.0.0.0', false],
    [['*', '100.64.0.0/10'], '100.100.100.200', false],
    [['169.254.169.254'], '169.254.169.254', true],
    [['169.254.0.0/16'], '169.254.169.254', true],
    [['fe80::/10'], 'fe80::1%eth0', true],
  ])('%j: %s may be dialled: %s', (patterns, address, may) => {
    expect(judgeAddress(readAllow(patterns), address, false) === null).toBe(may);
  });

  it('of a listed target is its own affair, but for metadata and link-local ones', () => {
    expect(judgeAddress(MANIFEST_ONLY, '127.0.0.1', true)).toBeNull();
    expect(judgeAddress(readAllow(['10.0.0.0/8']), '192.0.2.1', true)).toBeNull();
    expect(judgeAddress(MANIFEST_ONLY, '169.254.169.254', true)).toContain('--allow does not name it');
    expect(judgeAddress(MANIFEST_ONLY, '64:ff9b::a9fe:a9fe', true)).toContain('(169.254.169.254)');
  });
});
