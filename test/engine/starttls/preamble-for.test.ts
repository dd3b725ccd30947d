import { describe, expect, it } from 'vitest';
import { preambleFor } from '../../../src/engine/starttls/preamble-for.js';
import { type Endpoint, STARTTLS_PROTOCOLS } from '../../../src/model/target.js';

const endpoint = (starttls: Endpoint['starttls']): Endpoint => ({
  address: '192.0.2.1',
  port: 1,
  dialAddress: '127.0.0.1',
  dialPort: 1,
  starttls,
  starttlsHost: 'a.test',
});

describe('what precedes TLS', () => {
  it('is nothing where TLS begins at once', () => expect(preambleFor(endpoint(null))).toBeNull());

  it('is known for every protocol; those whose server greets say nothing first', () => {
    const first = STARTTLS_PROTOCOLS.filter((protocol) => preambleFor(endpoint(protocol))?.start() !== null);
    expect(first).toEqual(['ldap', 'xmpp', 'xmpp-server', 'postgres', 'rdp']);
    for (const protocol of STARTTLS_PROTOCOLS) expect(preambleFor(endpoint(protocol))?.awaiting()).not.toBe('');
  });
});
