import { describe, expect, it } from 'vitest';
import { usualOwner, usualOwnerWords } from '../../src/bindings/known-ports.js';

describe('known ports of Windows', () => {
  it.each([
    [443, /IIS.*AD FS.*SSTP/],
    [444, /Exchange/],
    [636, /Active Directory/],
    [3268, /Global Catalog/],
    [3269, /Global Catalog/],
    [3389, /Remote Desktop/],
    [5986, /WinRM/],
    [8172, /Web Management Service/],
    [49443, /AD FS/],
  ])('%i has its usual owner', (port, owner) => {
    expect(usualOwner(port)).toMatch(owner);
    expect(usualOwnerWords(port, 'Microsoft-HTTPAPI/2.0')).toMatch(owner);
  });

  it('are not spoken of where the server calls itself something else, nor where nothing is known', () => {
    expect(usualOwnerWords(444, 'nginx/1.25')).toBeNull();
    expect(usualOwnerWords(8443, null)).toBeNull();
    expect(usualOwner(8443)).toBeNull();
  });

  it('443 is everybody’s: only where Windows was seen', () => {
    expect(usualOwnerWords(443, null)).toBeNull();
    expect(usualOwnerWords(443, 'microsoft-iis/10.0')).not.toBeNull();
  });

  it('3389 has no row of http.sys, and says where its certificate is set', () => {
    expect(usualOwnerWords(3389, null)).toMatch(/no row of http\.sys.*Win32_TSGeneralSetting/);
  });
});
