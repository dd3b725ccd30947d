import { describe, expect, it } from 'vitest';
import { ByteDialogue } from '../../../src/engine/starttls/byte-dialogue.js';
import { PostgresScript } from '../../../src/engine/starttls/postgres.js';
import { endOf, play } from '../../support/preamble.js';

const postgres = (): ByteDialogue => new ByteDialogue(new PostgresScript());

describe('SSLRequest of PostgreSQL', () => {
  it('is eight bytes', () => {
    expect(Buffer.from(play(postgres, []).said[0] ?? '', 'latin1').toString('hex')).toBe('0000000804d2162f');
  });

  it.each([
    ['S', 'ready'],
    ['N', 'starttls not-offered'],
    ['E', 'starttls refused'],
    ['G', 'starttls not-offered'],
    ['H', 'starttls not-offered'],
  ])('%s is %s', (answer, expected) => expect(endOf(play(postgres, [answer]))).toBe(expected));

  it('bytes behind S are an attack, CVE-2021-23222', () => {
    expect(endOf(play(postgres, ['SR'], false))).toBe('starttls refused');
  });
});
