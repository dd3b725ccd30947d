import { describe, expect, it } from 'vitest';
import { CERTIFICATE, maxMessageBytes, messageName, unexpectedMessage } from '../../src/tls/handshake-type.js';
import { DEFAULT_LIMITS } from '../../src/tls/limits.js';

describe('handshake messages', () => {
  it.each([
    [0, 'HelloRequest', 0],
    [1, 'ClientHello', 131_072],
    [2, 'ServerHello', 65_536],
    [11, 'Certificate', 262_144],
    [14, 'ServerHelloDone', 0],
    [20, 'Finished', 64],
    [99, 'message 99', 65_536],
  ])('%i is %s, at most %i bytes', (type, name, bytes) => {
    expect(messageName(type)).toBe(name);
    expect(maxMessageBytes(type)).toBe(bytes);
  });

  it('none may be longer than a handshake', () => {
    for (let type = 0; type < 256; type++) {
      expect(maxMessageBytes(type)).toBeLessThanOrEqual(DEFAULT_LIMITS.handshakeBytes);
    }
  });

  it('one in the wrong place names both', () => {
    expect(unexpectedMessage(CERTIFICATE, 'ServerHello')).toMatchObject({
      outcome: 'misbehaved',
      reason: 'unexpected-message',
      detail: { message: 'Certificate', awaiting: 'ServerHello' },
    });
  });
});
