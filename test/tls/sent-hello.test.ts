import { describe, expect, it } from 'vitest';
import { writeClientHello } from '../../src/tls/client-hello.js';
import { layOut } from '../../src/tls/hello-layout.js';
import { offersExtension, offersVersion, sentHello } from '../../src/tls/sent-hello.js';
import { CONTROL, keyShares, LEGACY, SESSION_ID, TLS12_ONLY } from '../support/handshake.js';

const sent = (hello: typeof CONTROL) =>
  sentHello(writeClientHello(layOut(hello, { random: new Uint8Array(32), sessionId: SESSION_ID, keyShares })));

describe('what was sent', () => {
  it.each([
    ['control', CONTROL, [0x0304, 0x0303, 0x0302, 0x0301, 0x0300]],
    ['TLS 1.2', TLS12_ONLY, [0x0303, 0x0302, 0x0301, 0x0300]],
    ['legacy', LEGACY, [0x0302, 0x0301, 0x0300]],
  ])('%s allows these versions', (_, hello, versions) => {
    const allowed = [0x0305, 0x0304, 0x0303, 0x0302, 0x0301, 0x0300].filter((version) =>
      offersVersion(sent(hello), version),
    );
    expect(allowed).toEqual(versions);
  });

  it('knows its extensions', () => {
    expect(offersExtension(sent(CONTROL), 0)).toBe(true);
    expect(offersExtension(sent({ ...CONTROL, serverName: null }), 0)).toBe(false);
  });
});
