import { describe, expect, it } from 'vitest';
import { hex16, versionCode, versionName } from '../../src/tls/versions.js';

describe('versions', () => {
  it.each([
    ['SSLv3', 0x0300],
    ['TLSv1', 0x0301],
    ['TLSv1.1', 0x0302],
    ['TLSv1.2', 0x0303],
    ['TLSv1.3', 0x0304],
  ] as const)('%s is %i', (name, code) => {
    expect(versionCode(name)).toBe(code);
    expect(versionName(code)).toBe(name);
  });

  it.each([0x0002, 0x0305, 0x7f1c, 0x0a0a])('%i has no name', (code) => {
    expect(versionName(code)).toBeNull();
  });

  it('codes are printed as the registries print them', () => {
    expect(hex16(0x7f1c)).toBe('0x7f1c');
    expect(hex16(5)).toBe('0x0005');
  });
});
