import { describe, expect, it } from 'vitest';
import { parseHost } from '../../src/targets/host.js';

describe('parseHost', () => {
  it.each([
    ['shop.example', 'shop.example', 'name'],
    ['SHOP.Example.', 'shop.example', 'name'],
    ['localhost', 'localhost', 'name'],
    ['_sip.example', '_sip.example', 'name'],
    ['-odd.example', '-odd.example', 'name'],
    ['xn--bcher-kva.example', 'xn--bcher-kva.example', 'name'],
    ['bücher.example', 'xn--bcher-kva.example', 'name'],
    ['BÜCHER.example', 'xn--bcher-kva.example', 'name'],
    ['faß.example', 'xn--fa-hia.example', 'name'],
    ['例え。テスト', 'xn--r8jz45g.xn--zckzah', 'name'],
    ['1and1.example', '1and1.example', 'name'],
    ['10.in-addr.arpa', '10.in-addr.arpa', 'name'],
    ['192.0.2.1', '192.0.2.1', 'ip'],
    ['[2001:DB8:0:0:0:0:0:1]', '2001:db8::1', 'ip'],
    ['[::]', '::', 'ip'],
    ['[fe80::1%eth0]', 'fe80::1%eth0', 'ip'],
    ['[::ffff:192.0.2.1]', '::ffff:c000:201', 'ip'],
    [`${'a'.repeat(63)}.example`, `${'a'.repeat(63)}.example`, 'name'],
    [`${`${'a'.repeat(49)}.`.repeat(5)}abc`, `${`${'a'.repeat(49)}.`.repeat(5)}abc`, 'name'],
  ])('reads %s', (text, host, kind) => {
    expect(parseHost(text)).toEqual({ host, kind });
  });

  it.each([
    ['', /missing/],
    ['.', /missing/],
    ['a..example', /empty label/],
    ['.example', /empty label/],
    ['example..', /empty label/],
    ['0x7f.1', /neither a name nor an address/],
    ['127.1', /neither a name nor an address/],
    ['2130706433', /neither a name nor an address/],
    ['0x7f000001', /neither a name nor an address/],
    ['192.0.2.01', /neither a name nor an address/],
    ['192.0.2.256', /neither a name nor an address/],
    ['１.2.3.4', /turns into the address 1\.2\.3\.4/],
    ['０x7f.1', /turns into the address 127\.0\.0\.1/],
    ['①.②.③.④', /turns into the address 1\.2\.3\.4/],
    ['\u00ad', /no form in ASCII/],
    ['％31.example', /no form in ASCII/],
    ['exam%70le.example', /"%"/],
    ['fe80::1%eth0', /"%"/],
    ['2001:db8::1', /brackets/],
    ['a:b:c', /":"/],
    ['[192.0.2.1]', /not an IPv6 address/],
    ['[2001:db8::1', /"\["/],
    ['[2001:db8::g]', /not an IPv6 address/],
    ['[fe80::1%]', /not an IPv6 address/],
    ['[fe80::1%e th]', /not an IPv6 address/],
    ['*.example', /wildcard/],
    ['shop!.example', /"shop!"/],
    ['bü/cher.example', /character/],
    ['bü#cher.example', /character/],
    ['b\ufffdcher.example', /not UTF-8/],
    [`${'a'.repeat(64)}.example`, /64 octets/],
    [`${`${'a'.repeat(49)}.`.repeat(5)}abcd`, /254 octets/],
  ])('refuses %j', (text, reason) => {
    expect(() => parseHost(text)).toThrow(reason);
  });
});
