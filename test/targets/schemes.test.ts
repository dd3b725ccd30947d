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
    [443, 'https', null],
    [8443, 'https', null],
    [993, 'imaps', null],
    [465, 'smtps', null],
    [25, 'https', null],
    [3389, 'rdp', 'rdp'],
    [636, 'ldaps', null],
    [3268, 'ldap', 'ldap'],
    [3269, 'ldaps', null],
    [5986, 'https', null],
    [8172, 'https', null],
    [444, 'https', null],
    [49443, 'https', null],
  ])('port %i without a scheme is asked as %s', (port, scheme, starttls) => {
    expect(schemeOfPort(port)).toMatchObject({ scheme, starttls });
  });
});
