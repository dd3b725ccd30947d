import { isIP } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatIp, parseIp } from '../../src/x509/ip-address.js';

describe('formatIp', () => {
  it.each([
    ['0:0:0:0:0:0:0:0', '::'],
    ['0:0:0:0:0:0:0:1', '::1'],
    ['1:0:0:0:0:0:0:0', '1::'],
    ['2001:DB8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
    ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
    ['2001:0:0:1:0:0:0:1', '2001:0:0:1::1'],
    ['::ffff:192.0.2.1', '::ffff:c000:201'],
    ['1.2.3.4', '1.2.3.4'],
  ])('%s is %s (RFC 5952 §4)', (text, canonical) => {
    const bytes = parseIp(text);
    expect(bytes === null ? null : formatIp(bytes)).toBe(canonical);
  });

  it('refuses other lengths', () => {
    expect(formatIp(new Uint8Array(5))).toBeNull();
  });
});

describe('parseIp', () => {
  it.each([
    '',
    '1.2.3',
    '1.2.3.256',
    '01.2.3.4',
    '0x7f.1',
    '1:2',
    '1:2:3:4:5:6:7:8:9',
    '::1::',
    '1:::2',
    '12345::',
    'g::',
    '1.2.3.4::',
    '::1.2.3',
    '1::2:3:4:5:6:7:8',
    ':1:2:3:4:5:6:7',
  ])('refuses %j', (text) => {
    expect(parseIp(text)).toBeNull();
    expect(isIP(text)).toBe(0);
  });

  it('agrees with node:net, and reads back what it writes', () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (text) => {
        const bytes = parseIp(text);
        const written = bytes === null ? null : formatIp(bytes);
        expect(written).not.toBeNull();
        expect(parseIp(written ?? '')).toEqual(bytes);
      }),
    );
  });
});
