import { describe, expect, it } from 'vitest';
import { readServerHello } from '../../src/tls/server-hello.js';
import {
  selectedGroupExtension,
  selectedVersionExtension,
  serverShareExtension,
  writeHelloRetryRequest,
  writeServerHello,
} from '../../src/tls/server-messages.js';
import { concat, hex, toHex } from '../support/bytes.js';

const RANDOM = '40'.repeat(32);
const RETRY = 'cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c';
const body = (bytes: string) => readServerHello(hex(bytes));

describe('ServerHello (RFC 8446 §4.1.3; RFC 5246 §7.4.1.3)', () => {
  it('of TLS 1.2', () => {
    expect(body(`0303 ${RANDOM} 00 c02f 00 0004 00000000`)).toMatchObject({
      kind: 'server-hello',
      version: 0x0303,
      random: hex(RANDOM),
      sessionId: hex(''),
      cipherSuite: 0xc02f,
      compressionMethod: 0,
      extensions: { list: [{ type: 0, body: hex('') }] },
      keyShare: null,
      downgradeSentinel: false,
    });
  });

  it('without extensions, as before RFC 4366', () => {
    expect(body(`0300 ${RANDOM} 01 aa 0004 00`)).toMatchObject({ version: 0x0300, sessionId: hex('aa') });
  });

  it('of TLS 1.3', () => {
    const extensions = [selectedVersionExtension(), serverShareExtension(0x001d, hex('bb'))];
    const message = writeServerHello({ random: hex(RANDOM), sessionId: hex('aa'), cipherSuite: 0x1301, extensions });
    expect(toHex(message)).toBe(`020000380303${RANDOM}01aa130100000f002b0002030400330005001d0001bb`);
    expect(readServerHello(message.subarray(4))).toMatchObject({
      version: 0x0304,
      keyShare: { group: 0x001d, publicKey: hex('bb') },
      preSharedKeySelected: false,
    });
  });

  it('HelloRetryRequest (RFC 8446 §4.1.4)', () => {
    const extensions = [
      selectedVersionExtension(),
      selectedGroupExtension(0x0018),
      { type: 44, body: hex('0002 c00c') },
    ];
    const message = writeHelloRetryRequest({ sessionId: hex(''), cipherSuite: 0x1301, extensions });
    expect(toHex(message.subarray(6, 38))).toBe(RETRY);
    expect(readServerHello(message.subarray(4))).toMatchObject({
      kind: 'hello-retry-request',
      version: 0x0304,
      group: 0x0018,
      cookie: hex('c00c'),
    });
  });

  it.each([
    ['444f574e47524401', true],
    ['444f574e47524400', true],
    ['444f574e47524403', false],
    ['444f574e47524501', false],
  ])('a random that ends in %s', (last, downgradeSentinel) => {
    const random = concat(new Uint8Array(24), hex(last));
    const tls12 = writeServerHello({ random, sessionId: hex(''), cipherSuite: 0xc02f, extensions: [] });
    expect(readServerHello(tls12.subarray(4))).toMatchObject({ downgradeSentinel });
    const extensions = [selectedVersionExtension()];
    const tls13 = writeServerHello({ random, sessionId: hex(''), cipherSuite: 0x1301, extensions });
    expect(readServerHello(tls13.subarray(4))).toMatchObject({ downgradeSentinel: false });
  });

  it.each([
    ['malformed', 'ServerHello/legacy_version', '03'],
    ['malformed', 'ServerHello/random', '0303 4040'],
    ['malformed', 'ServerHello/legacy_session_id_echo', `0303 ${RANDOM} 21 ${'00'.repeat(33)} 1301 00`],
    ['malformed', 'ServerHello/cipher_suite', `0303 ${RANDOM} 00 13`],
    ['malformed', 'ServerHello/legacy_compression_method', `0303 ${RANDOM} 00 1301`],
    ['malformed', 'ServerHello/extensions', `0303 ${RANDOM} 00 1301 00 0001`],
    ['malformed', 'ServerHello', `0303 ${RANDOM} 00 1301 00 0000 00`],
    ['malformed', 'ServerHello/extensions/supported_versions', `0303 ${RANDOM} 00 1301 00 0007 002b 0003 030400`],
    [
      'malformed',
      'ServerHello/extensions/key_share/key_exchange',
      `0303 ${RANDOM} 00 1301 00 000e 002b 0002 0304 0033 0004 001d 0000`,
    ],
    ['incompatible', 'version', `0303 ${RANDOM} 00 1301 00 0006 002b 0002 7f17`],
    ['incompatible', 'version', '7f12'],
    ['incompatible', 'version', '0304'],
    ['incompatible', 'version', '0002'],
  ])('%s %s', (outcome, reason, bytes) => {
    expect(() => body(bytes)).toThrow(expect.objectContaining({ outcome, reason }));
  });
});
