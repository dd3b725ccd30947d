import { describe, expect, it } from 'vitest';
import { readServerKeyExchange } from '../../src/tls/server-key-exchange.js';
import { writeDhParams, writeEcdhParams, writeServerKeyExchange } from '../../src/tls/server-messages.js';
import { hex } from '../support/bytes.js';

describe('ServerKeyExchange', () => {
  it('ECDHE (RFC 8422 §5.4)', () => {
    const params = writeEcdhParams(0x001d, hex('aabb'));
    expect(params).toEqual(hex('03 001d 02 aabb'));
    expect(readServerKeyExchange(writeServerKeyExchange(params, 0x0403, hex('cc')).subarray(4), 'ecdhe', true)).toEqual(
      {
        params,
        key: { kind: 'ecdhe', group: 0x001d, publicKey: hex('aabb') },
        scheme: 0x0403,
        signature: hex('cc'),
      },
    );
  });

  it.each([
    ['01', 1],
    ['00ff', 8],
    ['0100', 9],
    ['80000000', 32],
    ['0000', 0],
  ])('DHE (RFC 5246 §7.4.3): a prime of %s has %i bits', (prime, primeBits) => {
    const params = writeDhParams(hex(prime), hex('02'), hex('03'));
    expect(readServerKeyExchange(writeServerKeyExchange(params, null, hex('')).subarray(4), 'dhe', false)).toEqual({
      params,
      key: { kind: 'dhe', primeBits },
      scheme: null,
      signature: hex(''),
    });
  });

  it.each([
    ['ecdhe', '03 001d 00', 'malformed', 'ServerKeyExchange/point'],
    ['ecdhe', '01 00', 'incompatible', 'explicit-curve'],
    ['dhe', '0000', 'malformed', 'ServerKeyExchange/dh_p'],
    ['dhe', '0001 05 0001 02', 'malformed', 'ServerKeyExchange/dh_Ys'],
  ] as const)('%s refuses "%s"', (keyExchange, bytes, outcome, reason) => {
    expect(() => readServerKeyExchange(hex(bytes), keyExchange, true)).toThrow(
      expect.objectContaining({ outcome, reason }),
    );
  });
});
