import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UsageError } from '../../src/errors.js';
import { parseAddressOption, parseTarget } from '../../src/targets/parse-target.js';

const read = (text: string) => parseTarget(text, { source: 'argument' });
const brief = (text: string) =>
  read(text).map(({ host, port, scheme, starttls, addresses }) => ({ host, port, scheme, starttls, addresses }));

describe('parseTarget', () => {
  it.each([
    ['shop.example', 'shop.example', 443, 'https', null],
    ['https://shop.example/path?query#part', 'shop.example', 443, 'https', null],
    ['HTTPS://shop.example', 'shop.example', 443, 'https', null],
    ['https://npm.example/@scope/pkg@1.2.3', 'npm.example', 443, 'https', null],
    ['shop.example/a@b', 'shop.example', 443, 'https', null],
    ['shop.example?x=https://other.example', 'shop.example', 443, 'https', null],
    ['shop.example:8443', 'shop.example', 8443, 'https', null],
    ['smtp://mail.example', 'mail.example', 25, 'smtp', 'smtp'],
    ['submission://mail.example', 'mail.example', 587, 'submission', 'submission'],
    ['imap://mail.example', 'mail.example', 143, 'imap', 'imap'],
    ['pop3://mail.example', 'mail.example', 110, 'pop3', 'pop3'],
    ['ftp://files.example', 'files.example', 21, 'ftp', 'ftp'],
    ['ldap://dir.example', 'dir.example', 389, 'ldap', 'ldap'],
    ['xmpp://chat.example', 'chat.example', 5222, 'xmpp', 'xmpp'],
    ['xmpp-server://chat.example', 'chat.example', 5269, 'xmpp-server', 'xmpp-server'],
    ['postgres://db.example', 'db.example', 5432, 'postgres', 'postgres'],
    ['mysql://db.example', 'db.example', 3306, 'mysql', 'mysql'],
    ['sieve://mail.example', 'mail.example', 4190, 'sieve', 'sieve'],
    ['nntp://news.example', 'news.example', 119, 'nntp', 'nntp'],
    ['rdp://desk.example', 'desk.example', 3389, 'rdp', 'rdp'],
    ['smtps://mail.example', 'mail.example', 465, 'smtps', null],
    ['imaps://mail.example', 'mail.example', 993, 'imaps', null],
    ['pop3s://mail.example', 'mail.example', 995, 'pop3s', null],
    ['ldaps://dir.example', 'dir.example', 636, 'ldaps', null],
    ['ftps://files.example', 'files.example', 990, 'ftps', null],
    ['imap://mail.example:1143', 'mail.example', 1143, 'imap', 'imap'],
    ['mail.example:993', 'mail.example', 993, 'imaps', null],
    ['desk.example:3389', 'desk.example', 3389, 'rdp', 'rdp'],
    ['https://desk.example:3389', 'desk.example', 3389, 'https', null],
    ['dc01.example:3268', 'dc01.example', 3268, 'ldap', 'ldap'],
    ['dc01.example:3269', 'dc01.example', 3269, 'ldaps', null],
    ['mx:25', 'mx', 25, 'https', null],
    ['[2001:db8::5]:8443', '2001:db8::5', 8443, 'https', null],
  ])('reads %s', (text, host, port, scheme, starttls) => {
    expect(brief(text)).toEqual([{ host, port, scheme, starttls, addresses: null }]);
  });

  it.each([
    ['mx:shop.example', 'mx', 'shop.example', 25, 'smtp', 'smtp'],
    ['MX:Shop.Example.', 'mx', 'shop.example', 25, 'smtp', 'smtp'],
    ['srv:_imaps._tcp.shop.example', 'srv', '_imaps._tcp.shop.example', 993, 'imaps', null],
    ['srv:_submission._tcp.shop.example', 'srv', '_submission._tcp.shop.example', 587, 'submission', 'submission'],
    ['srv:_xmpp-client._tcp.shop.example', 'srv', '_xmpp-client._tcp.shop.example', 5222, 'xmpp', 'xmpp'],
  ])('reads %s as hosts that DNS is asked for', (text, lookup, host, port, scheme, starttls) => {
    expect(read(text)).toEqual([expect.objectContaining({ lookup, host, port, scheme, starttls, addresses: null })]);
  });

  it('makes one target per port, each with every address', () => {
    const addresses = [
      { address: '203.0.113.5', port: null },
      { address: '2001:db8::5', port: 9443 },
      { address: '2001:db8::6', port: null },
    ];
    expect(brief('shop.example:443,8443,443@203.0.113.5,[2001:db8::5]:9443,[2001:db8::6]/x')).toEqual([
      { host: 'shop.example', port: 443, scheme: 'https', starttls: null, addresses },
      { host: 'shop.example', port: 8443, scheme: 'https', starttls: null, addresses },
    ]);
  });

  it.each([
    ['', /empty/],
    ['https://', /host is missing/],
    [':443', /host is missing/],
    ['shop.example:', /port is missing/],
    ['shop.example:0', /not a port/],
    ['shop.example:65536', /not a port/],
    ['shop.example:0443', /not a port/],
    ['shop.example:443,', /port is missing/],
    ['shop.example:https', /not a port/],
    ['http://shop.example', /http has no certificate/],
    ['gopher://shop.example', /scheme "gopher"/],
    ['user:secret@shop.example', /not a port/],
    ['user@shop.example', /not an address/],
    ['https://shop.example/path@203.0.113.5', /before the path/],
    ['https://shop.example/@203.0.113.5:8443,203.0.113.6', /before the path/],
    ['shop.example/a?b@[2001:db8::5]', /before the path/],
    ['a@b@c', /more than one "@"/],
    ['shop.example@', /address is missing/],
    ['shop.example@203.0.113.5,', /address is missing/],
    ['shop.example@2001:db8::5', /brackets/],
    ['shop.example@127.1', /neither/],
    ['2001:db8::5', /brackets/],
    ['[2001:db8::5]x', /after "\]"/],
    ['203.0.113.0/24', /network/],
    ['[2001:db8::]/64', /network/],
    ['shop.example other.example', /blank/],
    ['shop\u0000.example', /control/],
    ['shop.example\\x', /"\\\\?"/],
    ['mx:', /host is missing/],
    ['mx:192.0.2.1', /a name is needed/],
    ['mx:shop.example:25', /":"/],
    ['mx:shop.example@192.0.2.1', /label of a host name/],
    ['srv:shop.example', /_service\._tcp\.name/],
    ['srv:_gopher._tcp.shop.example', /service "gopher"/],
  ])('refuses %j with a usage error', (text, reason) => {
    expect(() => read(text)).toThrow(reason);
    expect(() => read(text)).toThrow(expect.objectContaining({ name: 'UsageError', code: 'bad-target' }));
  });

  it('says where a list holds it', () => {
    expect(() => parseTarget('a..b', { source: 'hosts.txt:3' })).toThrow('hosts.txt:3: target "a..b": ');
  });

  it('puts default addresses under names only, and never over addresses of their own', () => {
    const defaults = { addresses: [{ address: '203.0.113.9', port: null }] };
    const at = (text: string) => parseTarget(text, { source: null, defaults }).map((target) => target.addresses);
    expect(at('shop.example')).toEqual([defaults.addresses]);
    expect(at('shop.example@203.0.113.5')).toEqual([[{ address: '203.0.113.5', port: null }]]);
    expect(at('203.0.113.5')).toEqual([null]);
  });

  it('yields targets within bounds or a usage error, whatever the text', () => {
    const piece = fc.constantFrom(
      'a',
      'Z',
      '.',
      ':',
      '@',
      '[',
      ']',
      '%',
      '/',
      ',',
      '1',
      '0x',
      'ü',
      '１',
      '-',
      ' ',
      '443',
    );
    const anything = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(piece).map((pieces) => pieces.join('')),
    );
    fc.assert(
      fc.property(anything, (text) => {
        try {
          for (const target of read(text)) {
            expect(target.host).toMatch(target.hostKind === 'name' ? /^[a-z0-9_.-]{1,253}$/ : /^[0-9a-fA-F.:%\w~-]+$/);
            expect(target.port).toBeGreaterThan(0);
            expect(target.port).toBeLessThan(65_536);
            if (target.hostKind === 'name') expect(target.host).not.toMatch(/(?:^|\.)(?:\d+|0x[\da-f]*)$/);
          }
        } catch (error) {
          expect(error).toBeInstanceOf(UsageError);
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe('parseAddressOption', () => {
  it('reads several addresses with and without ports', () => {
    expect(parseAddressOption('203.0.113.5:8443,[2001:db8::5]', '--address')).toEqual([
      { address: '203.0.113.5', port: 8443 },
      { address: '2001:db8::5', port: null },
    ]);
  });

  it('names the option in its error', () => {
    expect(() => parseAddressOption('shop.example', '--address')).toThrow(/--address "shop.example"/);
  });
});
