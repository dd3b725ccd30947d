/** RFC 8448 §3: the values of "Simple 1-RTT Handshake". */
import { describe, expect, it } from 'vitest';
import { cipherSuite, type Tls13Suite } from '../../src/tls/cipher-suites.js';
import {
  finishedVerifyData,
  handshakeSecret,
  handshakeTrafficSecret,
  hkdfExpandLabel,
  hkdfExtract,
  trafficKeys,
} from '../../src/tls/key-schedule.js';
import { hex, toHex } from '../support/bytes.js';

const SHARED = '8bd4054fb55b9d63fdfbacf9f04b9f0d35e6d63f537563efd46272900f89492d';
const HELLO_HASH = '860c06edc07858ee8e78f0e7428c58edd6b43f2ca3e6e95f02ed063cf0e1cad8';
const HANDSHAKE_SECRET = '1dc826e93606aa6fdc0aadc12f741b01046aa6b99f691ed221a9f0ca043fbeac';
const CLIENT_SECRET = 'b3eddb126e067f35a780b3abf45e2d8f3b1a950738f52e9600746a0e27a55a21';
const SERVER_SECRET = 'b67b7d690cc16c4e75e54213cb2d37b4e9c912bcded9105d42befd59d391ad38';

describe('the key schedule', () => {
  const suite = cipherSuite(0x1301);
  if (suite?.keyExchange !== 'tls13') throw new Error('no suite');
  const aes: Tls13Suite = suite;

  it('extracts the early secret', () => {
    expect(toHex(hkdfExtract('sha256', new Uint8Array(32), new Uint8Array(32)))).toBe(
      '33ad0a1c607ec03b09e6cd9893680ce210adf300aa1f2660e1b22e10f170f92a',
    );
  });

  it('derives the handshake secret, twice the same', () => {
    for (let i = 0; i < 2; i++) expect(toHex(handshakeSecret('sha256', hex(SHARED), null))).toBe(HANDSHAKE_SECRET);
  });

  it('and another with a PSK', () => {
    expect(toHex(handshakeSecret('sha256', hex(SHARED), new Uint8Array(32).fill(1)))).not.toBe(HANDSHAKE_SECRET);
  });

  it.each([
    ['client', CLIENT_SECRET],
    ['server', SERVER_SECRET],
  ] as const)('derives the %s’s traffic secret', (side, expected) => {
    expect(toHex(handshakeTrafficSecret(side, 'sha256', hex(HANDSHAKE_SECRET), hex(HELLO_HASH)))).toBe(expected);
  });

  it('and its keys', () => {
    const { key, iv } = trafficKeys(aes, hex(SERVER_SECRET));
    expect([toHex(key), toHex(iv)]).toEqual(['3fce516009c21727d0f2e4e86ee403bc', '5d313eb2671276ee13000b30']);
  });

  it('derives the key of Finished', () => {
    expect(toHex(hkdfExpandLabel('sha256', hex(SERVER_SECRET), 'finished', new Uint8Array(), 32))).toBe(
      '008d3b66f816ea559f96b537e885c31fc068bf492c652f01f288a1d8cdc19fc8',
    );
    expect(finishedVerifyData('sha384', new Uint8Array(48), new Uint8Array(48))).toHaveLength(48);
  });
});
