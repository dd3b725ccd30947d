import { describe, expect, it } from 'vitest';
import { STARTTLS_PROTOCOLS } from '../../src/model/target.js';
import { findScheme, SCHEMES, schemeOfPort } from '../../src/targets/schemes.js';

describe('schemes', () => {
  it('cover every STARTTLS protocol by its own word', () => {
    expect(STARTTLS_PROTOCOLS.map((each) => findScheme(each)?.starttls)).toEqual([...STARTTLS_PROTOCOLS]);
  });

  it('have ports of their own', () => {
    expect(new Set(SCHEMES.map((each) => each.port)).size).toBe(SCHEMES.length);
  });

  it.each([
    [443, 'https'],
    [8443, 'https'],
    [993, 'imaps'],
    [465, 'smtps'],
    [25, 'https'],
  ])('port %i without a scheme is %s', (port, scheme) => {
    expect(schemeOfPort(port)).toBe(scheme);
  });
});
