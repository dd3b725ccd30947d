import { describe, expect, it } from 'vitest';
import { group, SECP256R1, SECP384R1, SECP521R1, X25519 } from '../../src/tls/groups.js';
import { makeKeyShares, requirePublicKey } from '../../src/tls/key-share.js';
import { concat, hex, toHex } from '../support/bytes.js';

describe('key shares', () => {
  it.each([X25519, SECP256R1, SECP384R1, SECP521R1])('both sides of group %i come to one secret', (code) => {
    const [ours, theirs] = [makeKeyShares(), makeKeyShares()];
    expect(ours.publicKey(code)).toHaveLength(group(code)?.publicKeyBytes ?? 0);
    expect(toHex(ours.agree(code, theirs.publicKey(code)))).toBe(toHex(theirs.agree(code, ours.publicKey(code))));
  });

  it('are made once', () => {
    const shares = makeKeyShares();
    expect(shares.publicKey(X25519)).toBe(shares.publicKey(X25519));
  });

  it('X25519 by RFC 7748 §6.1', () => {
    const bob = hex('5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb');
    const shares = makeKeyShares(new Map([[X25519, bob]]));
    expect(toHex(shares.publicKey(X25519))).toBe('de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f');
    const alice = hex('8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a');
    expect(toHex(shares.agree(X25519, alice))).toBe('4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742');
  });

  it('P-256 by RFC 5903 §8.1', () => {
    const shares = makeKeyShares(
      new Map([[SECP256R1, hex('c88f01f510d9ac3f70a292daa2316de544e9aab8afe84049c62a9c57862d1433')]]),
    );
    const peer = hex(
      '04 d12dfb5289c8d4f81208b70270398c342296970a0bccb74c736fc7554494bf63 56fbf3ca366cc23e8157854c13c58d6aac23f046ada30f8353e74f33039872ab',
    );
    expect(toHex(shares.agree(SECP256R1, peer))).toBe(
      'd6840f6b42f6edafd13116e0e12565202fef8e9ece7dce03812464d04b9442de',
    );
  });

  const BAD: readonly (readonly [string, number, Uint8Array])[] = [
    ['all-zero-shared-secret', X25519, new Uint8Array(32)],
    ['all-zero-shared-secret', X25519, hex('e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800')],
    ['bad-point', X25519, new Uint8Array(33)],
    ['bad-point', SECP256R1, new Uint8Array(65)],
    ['bad-point', SECP256R1, concat(hex('04'), new Uint8Array(64).fill(1))],
    ['bad-point', SECP256R1, new Uint8Array(1)],
    ['bad-point', SECP384R1, concat(hex('03'), new Uint8Array(48).fill(1))],
  ];

  it.each(BAD)('%s in group %i', (reason, code, peer) => {
    const shares = makeKeyShares();
    const known = group(code);
    if (known === null) throw new Error('no group');
    for (const use of [() => shares.agree(code, peer), () => requirePublicKey(known, peer, shares)]) {
      expect(use).toThrow(expect.objectContaining({ outcome: 'misbehaved', reason }));
    }
  });

  it('a group that nobody can compute is our fault', () => {
    expect(() => makeKeyShares().publicKey(0x0a0a)).toThrow(expect.objectContaining({ name: 'InternalError' }));
  });
});
