import { describe, expect, it } from 'vitest';
import { readModules } from '../../../src/serve/probe/modules.js';
import { readProbeRequest } from '../../../src/serve/probe/request.js';

const options = { modules: readModules(['corp_mail=smtp']), preferred: 'ip6' } as const;
const read = (query: Parameters<typeof readProbeRequest>[0]) => readProbeRequest(query, options);

describe('/probe', () => {
  it.each([
    ['shop.example', {}, 'shop.example', 443, null],
    ['shop.example:8443', {}, 'shop.example', 8443, null],
    ['https://shop.example/health?x=1', {}, 'shop.example', 443, null],
    ['https://shop.example:8443/health', { module: 'http_2xx' }, 'shop.example', 8443, null],
    ['203.0.113.5:443', { module: 'tls_connect' }, '203.0.113.5', 443, null],
    ['[2001:db8::5]:443', {}, '2001:db8::5', 443, null],
    ['2001:db8::5', {}, '2001:db8::5', 443, null],
    ['mail.example', { module: 'smtp_starttls' }, 'mail.example', 25, 'smtp'],
    ['mail.example:587', { module: 'corp_mail' }, 'mail.example', 587, 'smtp'],
    ['mail.example', { module: 'imaps' }, 'mail.example', 993, null],
    ['smtp://mail.example', {}, 'mail.example', 25, 'smtp'],
    ['München.example.', {}, 'xn--mnchen-3ya.example', 443, null],
  ])('target=%s %j', (target, more, host, port, starttls) => {
    expect(read({ target, ...more }).target).toMatchObject({ host, port, starttls });
  });

  it('hostname is the name that is asked for; the target is dialled', () => {
    expect(read({ target: '203.0.113.5:8443', hostname: 'shop.example' })).toMatchObject({
      target: { host: 'shop.example', hostKind: 'name', port: 8443, addresses: [{ address: '203.0.113.5' }] },
      dialled: { host: '203.0.113.5', kind: 'ip' },
      connectTo: [],
    });
    expect(read({ target: 'lb.example', hostname: 'shop.example' })).toMatchObject({
      target: { host: 'shop.example', addresses: null },
      dialled: { host: 'lb.example', kind: 'name' },
      connectTo: [{ host: 'shop.example', port: 443, toHost: 'lb.example', toPort: null }],
    });
    expect(read({ target: 'shop.example', hostname: 'shop.example' }).connectTo).toEqual([]);
  });

  it('has defaults', () => {
    expect(read({ target: 'a.example' })).toMatchObject({
      module: 'tls',
      addresses: 'all',
      preferred: 'ip6',
      debug: false,
    });
    expect(read({ target: 'a.example', debug: 'true', addresses: 'first', module: '' })).toMatchObject({
      module: 'tls',
      addresses: 'first',
      debug: true,
    });
  });

  it.each([
    [{}, 'bad-target', 'target'],
    [{ target: '' }, 'bad-target', 'target'],
    [{ target: 'http://shop.example/' }, 'bad-target', 'http'],
    [{ target: 'a b' }, 'bad-target', 'a b'],
    [{ target: 'shop.example:443,8443' }, 'bad-target', 'one port'],
    [{ target: 'shop.example:0' }, 'bad-target', 'port'],
    [{ target: '127.1' }, 'bad-target', 'address'],
    [{ target: '0x7f.1' }, 'bad-target', 'address'],
    [{ target: 'mx:example.com' }, 'bad-target', 'x'],
    [{ target: 'x'.repeat(2_000) }, 'bad-target', 'long'],
    [{ target: ['a', 'b'] }, 'bad-option', 'more than once'],
    [{ target: 'a.example', hostname: 'b c' }, 'bad-target', 'b c'],
    [{ target: 'a.example', module: 'icmp' }, 'unknown-module', 'icmp'],
    [{ target: 'a.example', addresses: 'some' }, 'bad-option', 'all, first'],
    [{ target: 'a.example', debug: 'yes' }, 'bad-option', 'debug'],
  ])('%j is refused', (query, code, word) => {
    expect(() => read(query)).toThrow(expect.objectContaining({ code }));
    expect(() => read(query)).toThrow(word);
  });
});

describe('modules', () => {
  it.each(['tcp_connect', 'icmp', 'ssh_banner'])(
    '%s, which speaks no TLS by its usual meaning, is refused with what to do',
    (module) => {
      const ask = () => read({ target: 'plain.test:80', module });
      expect(ask).toThrow(
        expect.objectContaining({ code: 'unknown-module', hint: expect.stringContaining('blackbox') }),
      );
      expect(ask).toThrow('speaks no TLS');
      const own = { modules: readModules([`${module}=https`]), preferred: 'ip6' } as const;
      expect(readProbeRequest({ target: 'a.example', module }, own).target.port).toBe(443);
    },
  );

  it('an unknown one names those there are', () => {
    expect(() => read({ target: 'a.example', module: 'dns' })).toThrow(
      expect.objectContaining({ hint: expect.stringMatching(/Known are https, .*http_2xx.*corp_mail/) }),
    );
  });

  it('--module may say which family unlabelled metrics speak of', () => {
    const own = { modules: readModules(['a=https,ip4', 'b=smtp, ip6', 'c=https']), preferred: 'ip6' } as const;
    const preferred = (module: string) => readProbeRequest({ target: 'a.example', module }, own).preferred;
    expect([preferred('a'), preferred('b'), preferred('c')]).toEqual(['ip4', 'ip6', 'ip6']);
  });

  it.each(['x', '=https', 'x=', 'x=http', 'x=https,ip5', 'x=https,ip4,ip6'])('--module %j is refused', (text) => {
    expect(() => readModules([text])).toThrow(expect.objectContaining({ code: 'bad-option' }));
  });
});
