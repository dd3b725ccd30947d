import { describe, expect, it } from 'vitest';
import { isNamed } from '../../src/x509/issuer-name.js';

describe('isNamed', () => {
  const names = {
    issuer: "CN=R11,O=Let's Encrypt\\, Inc.,C=US",
    issuerAttributes: [
      { type: 'C', value: 'US' },
      { type: 'O', value: "Let's Encrypt, Inc." },
      { type: 'CN', value: 'R11' },
    ],
  };
  it.each([
    ['R11', true],
    ["Let's Encrypt, Inc.", true],
    ['US', false],
    ["C=US, O=Let's Encrypt\\, Inc., CN=R11", true],
    ["CN=R11,O=Let's Encrypt\\, Inc.", false],
    ['CN=R11', false],
    ['', false],
  ])('%j: %s', (wanted, named) => {
    expect(isNamed(wanted, names)).toBe(named);
  });
});
