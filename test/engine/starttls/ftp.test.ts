import { describe, expect, it } from 'vitest';
import { FtpScript } from '../../../src/engine/starttls/ftp.js';
import { LineDialogue } from '../../../src/engine/starttls/line-dialogue.js';
import { endOf, play } from '../../support/preamble.js';

const ftp = (): LineDialogue => new LineDialogue(new FtpScript());

describe('AUTH TLS of FTP, RFC 4217', () => {
  it('waits for the whole greeting, whatever its lines look like', () => {
    const { said, end } = play(ftp, [
      '120 soon\r\n220-hello\r\n 220 not yet\r\n331 nor yet\r\n220 now\r\n',
      '234 go\r\n',
    ]);
    expect(said).toEqual(['AUTH TLS\r\n']);
    expect(end.kind).toBe('ready');
  });

  it.each([
    [['421 closing\r\n'], 'starttls refused'],
    [['hello\r\n'], 'starttls not-offered'],
    [['220 hi\r\n', '500 what\r\n'], 'starttls not-offered'],
    [['220 hi\r\n', '530 log in first\r\n'], 'starttls not-offered'],
    [['220 hi\r\n', '431 not now\r\n'], 'starttls refused'],
    [['220 hi\r\n', 'nonsense\r\n'], 'starttls refused'],
  ])('%j is %s', (turns, expected) => expect(endOf(play(ftp, turns))).toBe(expected));
});
