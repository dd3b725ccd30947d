import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ClientHelloFields, readClientHello, writeClientHello } from '../../src/tls/client-hello.js';
import { hex, toHex } from '../support/bytes.js';

const RANDOM = '11'.repeat(32);
const FIXED = `0303 ${RANDOM} 00 0002 1301 01 00`;
const withExtension = (type: string, body: string): Uint8Array => {
  const bytes = hex(body);
  const size = (value: number) => value.toString(16).padStart(4, '0');
  return hex(`${FIXED} ${size(bytes.length + 4)} ${type} ${size(bytes.length)} ${body}`);
};

describe('ClientHello (RFC 8446 §4.1.2; RFC 5246 §7.4.1.2)', () => {
  it('is written as it is read', () => {
    const bytes = `01 00002f ${FIXED} 0004 0a0a 0000`;
    const hello = readClientHello(hex(bytes).subarray(4));
    expect(hello).toMatchObject({
      legacyVersion: 0x0303,
      random: hex(RANDOM),
      sessionId: hex(''),
      cipherSuites: [0x1301],
      compressionMethods: [0],
      extensions: [{ type: 0x0a0a, body: hex('') }],
      serverName: null,
      supportedVersions: [],
      keyShares: [],
    });
    expect(toHex(writeClientHello(hello))).toBe(bytes.replaceAll(' ', ''));
  });

  it('may end before the extensions', () => {
    expect(readClientHello(hex(FIXED)).extensions).toEqual([]);
    expect(writeClientHello(readClientHello(hex(FIXED))).length).toBe(4 + hex(FIXED).length);
  });

  it.each([
    ['0000', '000c 00 0009 612e6578616d706c65', { serverName: 'a.example' }],
    ['0000', '000c 00 0009 412e4578616d706c45', { serverName: 'A.ExamplE' }],
    ['0000', '0005 01 0002 6161', { serverName: null }],
    ['002b', '06 1a1a 0304 0303', { supportedVersions: [0x1a1a, 0x0304, 0x0303] }],
    ['000a', '0004 2a2a 001d', { supportedGroups: [0x2a2a, 0x001d] }],
    ['000d', '0002 0403', { signatureSchemes: [0x0403] }],
    ['0033', '0009 3a3a 0001 00 001d 0000', null],
    [
      '0033',
      '000a 3a3a 0001 00 001d 0001 aa',
      {
        keyShares: [
          { group: 0x3a3a, publicKey: hex('00') },
          { group: 0x1d, publicKey: hex('aa') },
        ],
      },
    ],
    ['0033', '0000', { keyShares: [] }],
    ['002c', '0002 c00c', { cookie: hex('c00c') }],
    ['0005', '01 0000 0000', { statusRequest: true }],
    ['0029', 'whatever', { preSharedKey: true }],
  ])('extension %s "%s"', (type, body, expected) => {
    const bytes = withExtension(type, body === 'whatever' ? '00' : body);
    if (expected === null) {
      expect(() => readClientHello(bytes)).toThrow(expect.objectContaining({ outcome: 'malformed' }));
    } else {
      expect(readClientHello(bytes)).toMatchObject(expected);
    }
  });

  it.each([
    ['ClientHello/random', hex('0303 11')],
    ['ClientHello/legacy_session_id', hex(`0303 ${RANDOM} 21 ${'00'.repeat(33)}`)],
    ['ClientHello/cipher_suites', hex(`0303 ${RANDOM} 00 0000`)],
    ['ClientHello/cipher_suites[1]', hex(`0303 ${RANDOM} 00 0003 130100`)],
    ['ClientHello/legacy_compression_methods', hex(`0303 ${RANDOM} 00 0002 1301 00`)],
    ['ClientHello', hex(`${FIXED} 0000 00`)],
    ['ClientHello/extensions/server_name/server_name_list/name', withExtension('0000', '0003 00 0000')],
    [
      'ClientHello/extensions/server_name/server_name_list/name_type',
      withExtension('0000', '0008 00 0001 61 00 0001 62'),
    ],
    ['ClientHello/extensions/supported_versions/versions[1]', withExtension('002b', '03 0304 03')],
    ['ClientHello/extensions/server_name', withExtension('0000', '0004 00 0001 61 00')],
  ])('malformed at %s', (path, bytes) => {
    expect(() => readClientHello(bytes)).toThrow(expect.objectContaining({ outcome: 'malformed', reason: path }));
  });

  it('reads whatever is written', () => {
    const u16 = fc.nat(65_535);
    const unknownType = u16.filter((type) => ![0, 5, 10, 13, 41, 43, 44, 51].includes(type));
    const hello: fc.Arbitrary<ClientHelloFields> = fc.record({
      legacyVersion: u16,
      random: fc.uint8Array({ minLength: 32, maxLength: 32 }),
      sessionId: fc.uint8Array({ maxLength: 32 }),
      cipherSuites: fc.array(u16, { minLength: 1, maxLength: 40 }),
      compressionMethods: fc.array(fc.nat(255), { minLength: 1, maxLength: 3 }),
      extensions: fc.uniqueArray(fc.record({ type: unknownType, body: fc.uint8Array({ maxLength: 50 }) }), {
        selector: ({ type }) => type,
        maxLength: 8,
      }),
    });
    fc.assert(
      fc.property(hello, (fields) => {
        expect(readClientHello(writeClientHello(fields).subarray(4))).toMatchObject({ ...fields });
      }),
    );
  });
});
