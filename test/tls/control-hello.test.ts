import { describe, expect, it } from 'vitest';
import { controlHello, HELLO_VERSION } from '../../src/tls/control-hello.js';

describe('the control hello', () => {
  it('is a current client’s', () => {
    expect(controlHello('a.example', 'current')).toEqual({
      serverName: 'a.example',
      versions: ['TLSv1.3', 'TLSv1.2'],
      keyTypes: 'any',
    });
  });

  it('or offers TLS 1.2 alone', () => {
    expect(controlHello(null, 'tls12')).toEqual({ serverName: null, versions: ['TLSv1.2'], keyTypes: 'any' });
  });

  it('has a version; hello-layout.test.ts holds its bytes', () => {
    expect(HELLO_VERSION).toBe('1');
  });
});
