import { describe, expect, it } from 'vitest';
import { ImapScript } from '../../../src/engine/starttls/imap.js';
import { LineDialogue } from '../../../src/engine/starttls/line-dialogue.js';
import { endOf, play } from '../../support/preamble.js';

const imap = (): LineDialogue => new LineDialogue(new ImapScript());
const offer = '* CAPABILITY IMAP4rev1 STARTTLS LOGINDISABLED\r\nw1 OK done\r\n';

describe('STARTTLS of IMAP, RFC 9051', () => {
  it('asks for the capabilities, then for TLS', () => {
    const { said, end } = play(imap, ['* OK ready\r\n', offer, 'w2 OK begin\r\n']);
    expect(said).toEqual(['w1 CAPABILITY\r\n', 'w2 STARTTLS\r\n']);
    expect(end.kind).toBe('ready');
  });

  it.each([
    [['* PREAUTH hello\r\n'], 'starttls preauth'],
    [['* BYE go away\r\n'], 'starttls refused'],
    [['220 smtp\r\n'], 'starttls not-offered'],
    [['* OK ready\r\n', '* CAPABILITY IMAP4rev1\r\nw1 OK\r\n'], 'starttls not-offered'],
    [['* OK ready\r\n', '* CAPABILITY XSTARTTLS\r\nw1 OK\r\n'], 'starttls not-offered'],
    [['* OK ready\r\n', 'w1 BAD what\r\n'], 'starttls not-offered'],
    [['* OK ready\r\n', offer, 'w2 NO not now\r\n'], 'starttls refused'],
    [['* OK ready\r\n', offer, '* BYE\r\n'], 'starttls refused'],
    [['* OK ready\r\n', offer, '* 1 EXISTS\r\nw2 OK\r\n'], 'ready'],
  ])('%j is %s', (turns, expected) => expect(endOf(play(imap, turns))).toBe(expected));

  it('plaintext behind the go-ahead is refused', () => {
    expect(endOf(play(imap, ['* OK\r\n', offer, 'w2 OK\r\n* 1 EXISTS\r\n'], false))).toBe('starttls refused');
  });
});
