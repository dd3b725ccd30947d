import { describe, expect, it } from 'vitest';
import { group, groupName } from '../../src/tls/groups.js';

describe('groups, by the IANA registry', () => {
  it.each([
    [0x001d, 'x25519', 32],
    [0x0017, 'secp256r1', 65],
    [0x0018, 'secp384r1', 97],
    [0x0019, 'secp521r1', 133],
  ])('%i is %s with public values of %i bytes', (code, name, publicKeyBytes) => {
    expect(group(code)).toMatchObject({ name, publicKeyBytes });
    expect(groupName(code)).toBe(name);
  });

  it.each([
    [0x11ec, 'X25519MLKEM768'],
    [0x0100, 'ffdhe2048'],
    [0x0a0a, '0x0a0a'],
  ])('%i is only named: %s', (code, name) => {
    expect(group(code)).toBeNull();
    expect(groupName(code)).toBe(name);
  });
});
