import { describe, expect, it } from 'vitest';
import { LineDialogue } from '../../../src/engine/starttls/line-dialogue.js';
import { NntpScript } from '../../../src/engine/starttls/nntp.js';
import { endOf, play } from '../../support/preamble.js';

const nntp = (): LineDialogue => new LineDialogue(new NntpScript());
const offer = '101 list\r\nVERSION 2\r\nSTARTTLS\r\n.\r\n';

describe('STARTTLS of NNTP, RFC 4642', () => {
  it('asks for the capabilities, then for TLS', () => {
    const { said, end } = play(nntp, ['200 ready\r\n', offer, '382 go\r\n']);
    expect(said).toEqual(['CAPABILITIES\r\n', 'STARTTLS\r\n']);
    expect(end.kind).toBe('ready');
  });

  it.each([
    [['502 forbidden\r\n'], 'starttls refused'],
    [['* OK\r\n'], 'starttls not-offered'],
    [['201 ready\r\n', '101 list\r\nVERSION 2\r\n.\r\n'], 'starttls not-offered'],
    [['200 ready\r\n', '500 what\r\n', '500 what\r\n'], 'starttls not-offered'],
    [['200 ready\r\n', '500 what\r\n', '382 go\r\n'], 'ready'],
    [['200 ready\r\n', offer, '580 no\r\n'], 'starttls refused'],
  ])('%j is %s', (turns, expected) => expect(endOf(play(nntp, turns))).toBe(expected));
});
