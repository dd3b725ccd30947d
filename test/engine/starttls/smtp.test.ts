import { describe, expect, it } from 'vitest';
import { LineDialogue } from '../../../src/engine/starttls/line-dialogue.js';
import { SmtpScript } from '../../../src/engine/starttls/smtp.js';
import { endOf, play } from '../../support/preamble.js';

const smtp = (): LineDialogue => new LineDialogue(new SmtpScript());
const offer = '250-mx.test\r\n250-SIZE 1000\r\n250 STARTTLS\r\n';

describe('STARTTLS of SMTP, RFC 3207', () => {
  it('waits for the whole greeting before it speaks', () => {
    const { said, end } = play(smtp, ['220-mx.test\r\n220-be patient\r\n220 ESMTP\r\n', offer, '220 go ahead\r\n']);
    expect(said).toEqual(['EHLO whichcert.invalid\r\n', 'STARTTLS\r\n']);
    expect(end).toEqual({ kind: 'ready', send: null });
    expect(play(smtp, ['220-mx.test\r\n220-still']).said).toEqual([]);
  });

  it.each([
    [['554 no service\r\n'], 'starttls refused'],
    [['421 too busy\r\n'], 'starttls refused'],
    [['SSH-2.0-OpenSSH\r\n'], 'starttls not-offered'],
    [['220 mx\r\n', '250 SIZE 1000\r\n'], 'starttls not-offered'],
    [['220 mx\r\n', '250 XSTARTTLS\r\n'], 'starttls not-offered'],
    [['220 mx\r\n', '502 what\r\n'], 'starttls not-offered'],
    [['220 mx\r\n', offer, '454 not now\r\n'], 'starttls refused'],
    [['220 mx\r\n', offer, 'hello?\r\n'], 'starttls refused'],
    [['220 mx\r\n', offer], 'more'],
    [['220-x\r\n'.repeat(201)], 'over-limit starttls-lines'],
    [[`220 ${'x'.repeat(5_000)}`], 'over-limit starttls-line-length'],
  ])('%j is %s', (turns, expected) => expect(endOf(play(smtp, turns))).toBe(expected));

  it('plaintext behind the go-ahead is reported, never read', () => {
    const { end } = play(smtp, ['220 mx\r\n', offer, '220 go ahead\r\n250 injected\r\n'], false);
    expect(end).toMatchObject({ outcome: 'starttls', reason: 'refused', detail: { plaintextAfterGoAhead: 14 } });
  });

  it('a line that ended it is quoted', () => {
    expect(play(smtp, ['554 \xe9tat\r\n']).end).toMatchObject({ detail: { code: 554, line: '554 \xe9tat' } });
  });
});
