import { describe, expect, it } from 'vitest';
import { ByteDialogue } from '../../../src/engine/starttls/byte-dialogue.js';
import { MysqlScript } from '../../../src/engine/starttls/mysql.js';
import { endOf, play } from '../../support/preamble.js';

const mysql = (): ByteDialogue => new ByteDialogue(new MysqlScript());

function packet(body: Uint8Array): Uint8Array {
  const header = Buffer.alloc(4);
  header.writeUIntLE(body.length, 0, 3);
  return Buffer.concat([header, body]);
}

const greeting = (capabilities: number, protocol = 10): Uint8Array =>
  packet(
    Buffer.concat([
      Buffer.from([protocol]),
      Buffer.from('8.0.36\0', 'latin1'),
      Buffer.from('01000000', 'hex'),
      Buffer.alloc(8, 0x41),
      Buffer.from([0, capabilities & 0xff, capabilities >> 8, 0x21]),
      Buffer.alloc(16),
    ]),
  );

describe('SSLRequest of MySQL', () => {
  it('waits for the greeting, then asks for TLS and begins', () => {
    const { said, end } = play(mysql, [greeting(0xffff)]);
    expect(end.kind).toBe('ready');
    expect(said).toHaveLength(1);
    expect(Buffer.from(said[0] ?? '', 'latin1').toString('hex')).toBe(`20000001018a00000000000121${'00'.repeat(23)}`);
  });

  it.each([
    ['no TLS', greeting(0xf7ff), 'starttls not-offered'],
    ['an old protocol', greeting(0xffff, 9), 'starttls not-offered'],
    ['host blocked', packet(Buffer.from('ff6904686f7374', 'hex')), 'starttls refused'],
    ['a short packet', packet(Buffer.from('0a38', 'hex')), 'starttls not-offered'],
    ['an empty packet', packet(Buffer.alloc(0)), 'starttls not-offered'],
    ['a claim of 16 MiB', Buffer.from('ffffff00', 'hex'), 'over-limit starttls-message-length'],
    ['SSH instead', Buffer.from('SSH-2.0-OpenSSH_9.2p1\r\n'), 'starttls not-offered'],
    ['SMTP instead', Buffer.from('220 mail.test ESMTP\r\n'), 'starttls not-offered'],
    ['half of it', greeting(0xffff).subarray(0, 20), 'more'],
  ])('%s', (_, bytes, expected) => expect(endOf(play(mysql, [bytes]))).toBe(expected));
});
