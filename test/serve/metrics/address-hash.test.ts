import { describe, expect, it } from 'vitest';
import { addressHash } from '../../../src/serve/metrics/address-hash.js';

/** FNV-1a by its definition, in whole numbers; test/serve/peers/blackbox.test.ts compares with Go's. */
function fnv1a(bytes: readonly number[]): number {
  return Number(bytes.reduce((hash, byte) => ((hash ^ BigInt(byte)) * 16_777_619n) & 0xffff_ffffn, 2_166_136_261n));
}

describe('the hash of an address', () => {
  it.each([
    ['127.0.0.1', [127, 0, 0, 1]],
    ['203.0.113.255', [203, 0, 113, 255]],
    ['::ffff:127.0.0.1', [127, 0, 0, 1]],
    ['::1', [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]],
    ['fe80::1%eth0', [0xfe, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]],
  ])('%s', (address, bytes) => expect(addressHash(address)).toBe(fnv1a(bytes)));
});
