import { describe, expect, it } from 'vitest';
import { sameBytes, sha1Hex, sha256Hex, toHex } from '../../src/x509/digest.js';

const ABC = Buffer.from('abc');

describe('digests', () => {
  it('are those of FIPS 180', () => {
    expect(sha1Hex(ABC)).toBe('a9993e364706816aba3e25717850c26c9cd0d89d');
    expect(sha256Hex(ABC)).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });

  it('respect views', () => {
    const view = new Uint8Array([0, 97, 98, 99, 0]).subarray(1, 4);
    expect(sha1Hex(view)).toBe(sha1Hex(ABC));
    expect(toHex(view)).toBe('616263');
    expect(toHex(view, 1, 2)).toBe('62');
    expect(toHex(Buffer.from(view), 1, 3)).toBe('6263');
    expect(sameBytes(view, ABC)).toBe(true);
    expect(sameBytes(view, new Uint8Array(3))).toBe(false);
    expect(sameBytes(view, new Uint8Array(4))).toBe(false);
  });
});
