import { describe, expect, it } from 'vitest';
import { guess } from '../../src/tls/not-tls.js';
import { chunksOf, hex } from '../support/bytes.js';
import { exchange } from '../support/handshake.js';

const text = (words: string): Uint8Array => Uint8Array.from(Buffer.from(words, 'latin1'));

/** facts/hostile.md rows 29 to 34, and what else is met on ports that were meant for TLS. */
const FIRST_BYTES: readonly (readonly [string, Uint8Array, Record<string, unknown>])[] = [
  ['http', text('HTTP/1.1 400 Bad Request\r\nServer: nginx\r\n\r\n'), { status: 400 }],
  ['http', text('HTTP/1.0 407 Proxy Authentication Required\r\n'), { status: 407 }],
  ['http', text('HTTP/2 502\r\n'), { status: 502 }],
  ['http', text('HTTP/1.1 -99999999999 \r\nContent-Range: bytes -1\r\n'), {}],
  ['http', text('<html><head><title>400</title>\n'), {}],
  ['http', text('<!DOCTYPE HTML>\n'), {}],
  ['ssh', text('SSH-2.0-OpenSSH_9.2p1\r\n'), {}],
  ['smtp', text('220 mx.example ESMTP Postfix\r\n'), {}],
  ['smtp', text('554 5.5.1 Error: no valid recipients\r\n'), {}],
  ['ftp', text('220 (vsFTPd 3.0.3)\r\n'), {}],
  ['ftp', text('220-FileZilla Server 1.5\r\n'), {}],
  ['ftp', text('530 Please login with USER and PASS.\r\n'), {}],
  ['imap', text('* OK [CAPABILITY IMAP4rev1] ready\r\n'), {}],
  ['imap', text('* PREAUTH ready\r\n'), {}],
  ['pop3', text('+OK POP3 ready\r\n'), {}],
  ['pop3', text('-ERR bad command\r\n'), {}],
  ['redis', text("-ERR unknown command '\u0016\u0003'\r\n"), {}],
  ['nntp', text('200 news.example InterNetNews ready\r\n'), {}],
  ['sieve', text('"IMPLEMENTATION" "Dovecot Pigeonhole"\r\n'), {}],
  ['xmpp', text("<?xml version='1.0'?><stream:stream>\n"), {}],
  ['vnc', text('RFB 003.008\n'), {}],
  ['mysql', hex('4a 000000 0a 382e302e333200'), {}],
  ['mysql', hex('4700 0000 ff 6a04486f7374'), {}],
  ['postgres', hex('45 00000088 534552524f52'), {}],
  ['postgres', text('EFATAL:  unsupported frontend protocol\n'), {}],
  ['ssl2', hex('8003 000001 00000000'), {}],
  ['ssl2', hex('802e 01 0002 0015'), {}],
  ['rdp', hex('0300 0013 0ed00000123400'), {}],
  ['ldap', hex('300c 0201 0161 070a01'), {}],
  ['telnet', hex('fffd18 fffd20 fffd'), {}],
  ['unknown', hex('0001020304050607'), {}],
  ['unknown', text('hello\n'), {}],
  ['unknown', hex('16020000000000000000'), {}],
];

describe('what does not speak TLS', () => {
  it.each(FIRST_BYTES)('%s', (protocol, bytes, detail) => {
    expect(guess(bytes)).toEqual({ protocol, detail });
    for (const size of [bytes.length, 1, 3]) {
      expect(exchange(() => chunksOf(bytes, size))).toMatchObject({
        outcome: 'not-tls',
        reason: protocol,
        detail,
        stage: 'client-hello',
      });
    }
  });

  it('a line that never ends is decided, and so is one that was cut off', () => {
    expect(exchange(() => chunksOf(text(`220 ${'x'.repeat(5000)}`), 100))).toMatchObject({
      reason: 'smtp',
      taken: 300,
    });
    expect(exchange(() => text('SSH-2.0'), { end: 'timed-out' })).toMatchObject({ outcome: 'not-tls', reason: 'ssh' });
  });

  it('an empty guess is no guess', () => {
    expect(guess(hex(''))).toEqual({ protocol: 'unknown', detail: {} });
  });
});
