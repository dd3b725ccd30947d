import { describe, expect, it } from 'vitest';
import { bmpPassword, derivePkcs12, KDF_PURPOSE } from '../../src/expectation/pkcs12-kdf.js';
import { toHex } from '../../src/x509/digest.js';
import { hex } from '../support/der.js';

describe('derivePkcs12', () => {
  /** The vectors that came with the first implementations and are kept in Bouncy Castle, node-forge and others. */
  it.each([
    ['smeg', '0A58CF64530D823F', KDF_PURPOSE.key, 1, 24, '8aaae6297b6cb04642ab5b077851284eb7128f1a2a7fbca3'],
    ['smeg', '0A58CF64530D823F', KDF_PURPOSE.iv, 1, 8, '79993dfe048d3b76'],
    ['smeg', '642B99AB44FB4B1F', KDF_PURPOSE.key, 1, 24, 'f3a95fec48d7711e985cfe67908c5ab79fa3d7c5caa5d966'],
    ['smeg', '3D83C0E4546AC140', KDF_PURPOSE.mac, 1, 20, '8d967d88f6caa9d714800ab3d48051d63f73a312'],
    ['queeg', '05DEC959ACFF72F7', KDF_PURPOSE.key, 1000, 24, 'ed2034e36328830ff09df1e1a07dd357185dac0d4f9eb3d4'],
    ['queeg', '05DEC959ACFF72F7', KDF_PURPOSE.iv, 1000, 8, '11dedad7758d4860'],
    ['queeg', '1682C0FC5B3F7EC5', KDF_PURPOSE.key, 1000, 24, '483dd6e919d7de2e8e648ba8f862f3fbfbdc2bcb2c02957f'],
    ['queeg', '263216FCC2FAB31C', KDF_PURPOSE.mac, 1000, 20, '5ec4c7a80df652294c3925b6489a7ab857c83476'],
  ])('%s, salt %s, purpose %i, %i rounds', async (password, salt, purpose, rounds, length, derived) => {
    expect(toHex(await derivePkcs12('sha1', purpose, bmpPassword(password), hex(salt), rounds, length))).toBe(derived);
  });

  it('refuses a hash that it has no block size for', async () => {
    await expect(derivePkcs12('md5', 1, new Uint8Array(), new Uint8Array(8), 1, 8)).rejects.toThrow('md5');
  });
});

describe('bmpPassword', () => {
  it.each([
    ['', '0000'],
    ['a', '00610000'],
    ['é€', '00e920ac0000'],
    ['😀', 'd83dde000000'],
  ])('%j is %s', (password, encoded) => {
    expect(toHex(bmpPassword(password))).toBe(encoded);
  });
});
