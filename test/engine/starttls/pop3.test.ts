import { describe, expect, it } from 'vitest';
import { LineDialogue } from '../../../src/engine/starttls/line-dialogue.js';
import { Pop3Script } from '../../../src/engine/starttls/pop3.js';
import { endOf, play } from '../../support/preamble.js';

const pop3 = (): LineDialogue => new LineDialogue(new Pop3Script());
const offer = '+OK\r\nTOP\r\nSTLS\r\n.\r\n';

describe('STLS of POP3, RFC 2595', () => {
  it('asks for the capabilities, then for TLS', () => {
    const { said, end } = play(pop3, ['+OK ready\r\n', offer, '+OK begin\r\n']);
    expect(said).toEqual(['CAPA\r\n', 'STLS\r\n']);
    expect(end.kind).toBe('ready');
  });

  it.each([
    [['-ERR busy\r\n'], 'starttls refused'],
    [['* OK imap\r\n'], 'starttls not-offered'],
    [['+OK\r\n', '+OK\r\nTOP\r\n.\r\n'], 'starttls not-offered'],
    [['+OK\r\n', '-ERR what\r\n', '-ERR what\r\n'], 'starttls not-offered'],
    [['+OK\r\n', '-ERR what\r\n', '+OK begin\r\n'], 'ready'],
    [['+OK\r\n', offer, '-ERR not now\r\n'], 'starttls refused'],
    [['+OK\r\n', 'nonsense\r\n'], 'starttls refused'],
    [['+OK\r\n', '+OK\r\nTOP\r\n'], 'more'],
  ])('%j is %s', (turns, expected) => expect(endOf(play(pop3, turns))).toBe(expected));
});
