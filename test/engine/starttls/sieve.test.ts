import { describe, expect, it } from 'vitest';
import { LineDialogue } from '../../../src/engine/starttls/line-dialogue.js';
import { SieveScript } from '../../../src/engine/starttls/sieve.js';
import { endOf, play } from '../../support/preamble.js';

const sieve = (): LineDialogue => new LineDialogue(new SieveScript());
const offer = '"IMPLEMENTATION" "x"\r\n"STARTTLS"\r\nOK "ready"\r\n';

describe('STARTTLS of ManageSieve, RFC 5804', () => {
  it('reads the capabilities out of the greeting', () => {
    const { said, end } = play(sieve, [offer, 'OK "begin"\r\n']);
    expect(said).toEqual(['STARTTLS\r\n']);
    expect(end.kind).toBe('ready');
  });

  it.each([
    [['"IMPLEMENTATION" "x"\r\nOK\r\n'], 'starttls not-offered'],
    [['BYE "busy"\r\n'], 'starttls refused'],
    [['220 ftp\r\n'], 'starttls not-offered'],
    [[offer, 'NO "not now"\r\n'], 'starttls refused'],
    [['"IMPLEMENTATION" "x"\r\n'], 'more'],
  ])('%j is %s', (turns, expected) => expect(endOf(play(sieve, turns))).toBe(expected));
});
