/** The layout, stated in hex and in the words of DESIGN section 8. Whoever changes it changes HELLO_VERSION. */
import { describe, expect, it } from 'vitest';
import type { Hello } from '../../src/model/hello.js';
import { cipherSuiteName } from '../../src/tls/cipher-suites.js';
import { readClientHello, writeClientHello } from '../../src/tls/client-hello.js';
import { extensionName } from '../../src/tls/extension-types.js';
import { layOut } from '../../src/tls/hello-layout.js';
import type { KeyShares } from '../../src/tls/key-share.js';
import { signatureSchemeName } from '../../src/tls/signature-schemes.js';
import { concat, hex, toHex } from '../support/bytes.js';
import { CONTROL, LEGACY, TLS12_ONLY } from '../support/handshake.js';

const shares: KeyShares = {
  publicKey: (group) => Uint8Array.of(group),
  agree: () => new Uint8Array(),
};
const fresh = { random: new Uint8Array(32).fill(0x11), sessionId: new Uint8Array(32).fill(0x22), keyShares: shares };
const bytesOf = (hello: Hello): Uint8Array => writeClientHello(layOut(hello, fresh));
const read = (hello: Hello) => readClientHello(bytesOf(hello).subarray(4));
const extensionsOf = (hello: Hello) => read(hello).extensions.map(({ type }) => extensionName(type));
const suitesOf = (hello: Hello) => read(hello).cipherSuites.map(cipherSuiteName);

const RANDOM = '11'.repeat(32);
const SESSION = '22'.repeat(32);
const SUITES_13 = '1301 1302 1303';
const SUITES_12 =
  'c02b c02f c02c c030 cca9 cca8 c024 c028 c023 c027 c00a c014 c009 c013 009e 009f 006b 0067 0039 0033 009c 009d 003d 003c 0035 002f';
const LEGACY_SUITES = 'c00a c014 c009 c013 0039 0033 0035 002f c008 c012 0016 000a';
const NAME = '0000 000e 000c 00 0009 612e6578616d706c65';
const BASICS = '000b 0002 01 00  000a 000a 0008 001d 0017 0018 0019  0005 0005 01 0000 0000  0017 0000  ff01 0001 00';
const SCHEMES = '000d 0020 001e 0403 0503 0603 0804 0805 0806 0809 080a 080b 0401 0501 0601 0807 0203 0201';
const ONLY_13 = '002b 0005 04 0304 0303  002d 0002 01 01  0033 000c 000a 001d 0001 1d 0017 0001 17';

describe('version 1', () => {
  it.each<[string, Hello, string, string]>([
    [
      'the control',
      CONTROL,
      `0303 ${RANDOM} 20 ${SESSION} 003a ${SUITES_13} ${SUITES_12} 01 00`,
      `${NAME} ${BASICS} ${SCHEMES} ${ONLY_13}`,
    ],
    [
      'TLS 1.2 alone, as an honest client of its time',
      TLS12_ONLY,
      `0303 ${RANDOM} 00 0034 ${SUITES_12} 01 00`,
      `${NAME} ${BASICS} ${SCHEMES}`,
    ],
    [
      'TLS 1.1 and 1.0: no signature algorithms',
      LEGACY,
      `0302 ${RANDOM} 00 0018 ${LEGACY_SUITES} 01 00`,
      `${NAME} ${BASICS}`,
    ],
  ])('%s', (_, hello, fixed, extensions) => {
    const [before, after] = [hex(fixed), hex(extensions)];
    const length = Uint8Array.of(after.length >> 8, after.length & 0xff);
    expect(toHex(bytesOf(hello).subarray(4))).toBe(toHex(concat(before, length, after)));
  });

  it('carries the key shares of its run, whichever hello was written before', () => {
    const other: KeyShares = { publicKey: () => Uint8Array.of(0xee), agree: () => new Uint8Array() };
    const sharesOf = (keyShares: KeyShares) =>
      readClientHello(writeClientHello(layOut(CONTROL, { ...fresh, keyShares })).subarray(4)).keyShares;
    expect(sharesOf(shares).map(({ publicKey }) => toHex(publicKey))).toEqual(['1d', '17']);
    expect(sharesOf(other).map(({ publicKey }) => toHex(publicKey))).toEqual(['ee', 'ee']);
    expect(sharesOf(shares).map(({ publicKey }) => toHex(publicKey))).toEqual(['1d', '17']);
  });

  it('of TLS 1.0 alone says so', () => {
    expect(read({ ...LEGACY, versions: ['TLSv1'] }).legacyVersion).toBe(0x0301);
  });
});

describe('one thing changed', () => {
  it('no name: the extension is absent', () => {
    expect(extensionsOf({ ...CONTROL, serverName: null })).toEqual(extensionsOf(CONTROL).slice(1));
    expect(extensionsOf(CONTROL)[0]).toBe('server_name');
  });

  it('RSA certificates alone: signatures, and suites up to TLS 1.2', () => {
    const hello: Hello = { ...CONTROL, keyTypes: 'rsa' };
    expect(read(hello).signatureSchemes.map(signatureSchemeName)).toEqual([
      'rsa_pss_rsae_sha256',
      'rsa_pss_rsae_sha384',
      'rsa_pss_rsae_sha512',
      'rsa_pss_pss_sha256',
      'rsa_pss_pss_sha384',
      'rsa_pss_pss_sha512',
      'rsa_pkcs1_sha256',
      'rsa_pkcs1_sha384',
      'rsa_pkcs1_sha512',
      'rsa_pkcs1_sha1',
    ]);
    expect(suitesOf(hello)).toEqual(suitesOf(CONTROL).filter((name) => !name.includes('ECDSA')));
    expect(extensionsOf(hello)).toEqual(extensionsOf(CONTROL));
  });

  it('ECDSA certificates alone', () => {
    const hello: Hello = { ...CONTROL, keyTypes: 'ecdsa' };
    expect(read(hello).signatureSchemes.map(signatureSchemeName)).toEqual([
      'ecdsa_secp256r1_sha256',
      'ecdsa_secp384r1_sha384',
      'ecdsa_secp521r1_sha512',
      'ecdsa_sha1',
    ]);
    expect(suitesOf(hello)).toEqual(suitesOf(CONTROL).filter((name) => !name.includes('RSA_')));
    expect(suitesOf({ ...LEGACY, keyTypes: 'ecdsa' })).toHaveLength(3);
  });

  it('nothing to resume, no ALPN', () => {
    for (const hello of [CONTROL, TLS12_ONLY, LEGACY]) {
      for (const absent of ['pre_shared_key', 'session_ticket', 'application_layer_protocol_negotiation']) {
        expect(extensionsOf(hello)).not.toContain(absent);
      }
    }
  });
});
