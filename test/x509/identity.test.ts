import { describe, expect, it } from 'vitest';
import { coversHost } from '../../src/x509/identity.js';
import { readCertificate } from '../../src/x509/read-certificate.js';
import { alternativeNames, certificate, extension, hex, name, tlv, utf8 } from '../support/der.js';

const withNames = (dnsNames: readonly string[], ...others: Uint8Array[]) =>
  readCertificate(
    certificate({
      subject: name(['2.5.4.3', utf8('common.example')]),
      extensions: [alternativeNames(dnsNames, ...others)],
    }),
  );

describe('coversHost, names (RFC 9525 §6.3)', () => {
  it.each([
    ['example.com', 'example.com', true],
    ['EXAMPLE.com', 'example.com', true],
    ['example.com', 'Example.COM', true],
    ['example.com', 'example.com.', true],
    ['example.com', 'example.com..', false],
    ['example.com.', 'example.com', false],
    ['example.com', 'www.example.com', false],
    ['www.example.com', 'example.com', false],
    ['*.example.com', 'www.example.com', true],
    ['*.EXAMPLE.com', 'www.example.com', true],
    ['*.example.com', 'xn--bcher-kva.example.com', true],
    ['*.example.com', 'a.www.example.com', false],
    ['*.example.com', 'example.com', false],
    ['*.example.com', '.example.com', false],
    ['*.example.com', '*.example.com', false],
    ['*.example.com', 'www.example.com.', true],
    ['w*.example.com', 'www.example.com', false],
    ['*w.example.com', 'www.example.com', false],
    ['w*w.example.com', 'www.example.com', false],
    ['xn--*.example.com', 'xn--bcher-kva.example.com', false],
    ['www.*.com', 'www.example.com', false],
    ['*.*.com', 'www.example.com', false],
    ['*.com', 'example.com', false],
    ['*', 'localhost', false],
    ['*', 'example.com', false],
    ['localhost', 'localhost', true],
    ['xn--bcher-kva.example', 'XN--BCHER-KVA.example', true],
    ['b\xfccher.example', 'xn--bcher-kva.example', false],
    ['foo_bar.example.com', 'foo_bar.example.com', true],
    ['example.com\0.evil.example', 'example.com', false],
    ['example.com', '', false],
    ['example.com', '.', false],
    ['', '', false],
    ['192.0.2.1', '192.0.2.1', true],
  ])('%j for %j: %s', (presented, host, covered) => {
    expect(coversHost(withNames([presented]), host, 'name')).toBe(covered);
  });

  it('never looks at the common name', () => {
    expect(coversHost(withNames(['other.example']), 'common.example', 'name')).toBe(false);
    expect(
      coversHost(
        readCertificate(certificate({ subject: name(['2.5.4.3', utf8('common.example')]) })),
        'common.example',
        'name',
      ),
    ).toBe(false);
  });

  it('covers nothing when subjectAltName is damaged', () => {
    const damaged = withNames(['example.com'], tlv(0x87, [1, 2, 3]));
    expect(coversHost(damaged, 'example.com', 'name')).toBe(false);
    const notEvenDer = readCertificate(
      certificate({ extensions: [extension('2.5.29.17', hex('6578616d706c652e636f6d'))] }),
    );
    expect(coversHost(notEvenDer, 'example.com', 'name')).toBe(false);
  });

  it('is not misled by an otherName (CVE-2024-6119)', () => {
    const other = withNames([], tlv(0xa0, hex('0603550403'), tlv(0xa0, utf8('example.com'))));
    expect(coversHost(other, 'example.com', 'name')).toBe(false);
    expect(other.problem).toBeNull();
  });
});

describe('coversHost, addresses (RFC 9525 §6.4)', () => {
  const four = withNames(['192.0.2.9'], tlv(0x87, [192, 0, 2, 1]));
  const six = withNames([], tlv(0x87, hex('fe800000000000000000000000000001')));
  it.each([
    [four, '192.0.2.1', true],
    [four, '192.0.2.9', false],
    [four, '::ffff:192.0.2.1', false],
    [four, '192.000.002.001', false],
    [six, 'fe80::1', true],
    [six, 'FE80:0:0:0:0:0:0:1', true],
    [six, 'fe80::1%eth0', true],
    [six, 'fe80::2', false],
    [six, 'nonsense', false],
  ])('%#: %s: %s', (certificate_, address, covered) => {
    expect(coversHost(certificate_, address, 'ip')).toBe(covered);
  });

  it('does not take an address for a name', () => {
    expect(coversHost(four, '192.0.2.1', 'name')).toBe(false);
  });
});
