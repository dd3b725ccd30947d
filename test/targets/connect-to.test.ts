import { describe, expect, it } from 'vitest';
import { parseConnectTo } from '../../src/targets/connect-to.js';

describe('parseConnectTo', () => {
  it.each([
    ['shop.example:443:127.0.0.1:8443', 'shop.example', 443, '127.0.0.1', 8443],
    ['::127.0.0.1:8443', null, null, '127.0.0.1', 8443],
    ['Shop.Example:443::', 'shop.example', 443, null, null],
    [':::', null, null, null, null],
    ['[2001:db8::5]:443:[::1]:8443', '2001:db8::5', 443, '::1', 8443],
    ['shop.example::backend.example:', 'shop.example', null, 'backend.example', null],
  ])('reads %s', (text, host, port, toHost, toPort) => {
    expect(parseConnectTo(text)).toEqual({ host, port, toHost, toPort });
  });

  it.each([
    ['shop.example', /HOST:PORT:ADDRESS:PORT/],
    ['shop.example:443:127.0.0.1', /HOST:PORT:ADDRESS:PORT/],
    ['a:1:b:2:c', /HOST:PORT:ADDRESS:PORT/],
    ['2001:db8::5:443:::', /HOST:PORT:ADDRESS:PORT/],
    ['a:x:b:2', /not a port/],
    ['a:1:127.1:2', /neither/],
  ])('refuses %s', (text, reason) => {
    expect(() => parseConnectTo(text)).toThrow(reason);
    expect(() => parseConnectTo(text)).toThrow(expect.objectContaining({ code: 'bad-option' }));
  });
});
