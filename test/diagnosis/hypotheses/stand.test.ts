/** Candidates and the causes they would be, from clues by hand. The proof over all worlds is test/worlds. */
import { describe, expect, it } from 'vitest';
import type { Answer } from '../../../src/diagnosis/answers.js';
import { type Clue, type Clues, control } from '../../../src/diagnosis/hypotheses/clues.js';
import { standing } from '../../../src/diagnosis/hypotheses/stand.js';

const NAMES = {
  T: 'shop.example.net',
  S: 'mail.example.net',
  U: 'random.invalid',
  R: 'random.example.net',
  N: null,
} as const;

const served = (certificate: string): Answer => ({ kind: 'certificate', certificate, signature: 'verifies' });

function causes(answers: Partial<Record<keyof typeof NAMES, Answer>>, more: Partial<Clues> = {}): readonly string[] {
  const clues: Clues = {
    target: NAMES.T,
    clues: Object.entries(answers).map(([letter, answer]): Clue => {
      const name = Object.entries(NAMES).find(([one]) => one === letter)?.[1] ?? null;
      return { asked: control(name), answer, matched: null, covers: false };
    }),
    certificates: Object.fromEntries(
      ['c0', 'c1', 'c2'].map((name) => [name, { keyType: 'rsa', isOwn: false, inOwnRow: ['wrong-certificate-bound'] }]),
    ),
    showsMatches: 'no',
    random: [NAMES.U, NAMES.R],
    minted: false,
    holdsCurrent: false,
    othersUnknown: false,
    ...more,
  };
  return [...new Set(standing(clues).flatMap((candidate) => candidate.causes))].toSorted();
}

const F = served('c0');
const X = served('c1');
const alert = (code: number): Answer => ({ kind: 'alert', code });

describe('what stands', () => {
  it('one certificate for everything: any selector, and a machine that is not meant', () => {
    expect(causes({ T: F, S: F, U: F, R: F, N: F })).toEqual([
      'another-server',
      'ip-binding-conflict',
      'missing-sni-host-match',
      'private-key-unusable',
      'sni-not-supported',
      'wrong-certificate-bound',
    ]);
  });

  it('a machine that serves a neighbour its own certificate is meant', () => {
    expect(causes({ T: F, S: F, U: F, N: F }, { holdsCurrent: true })).not.toContain('another-server');
  });

  it('no name answered otherwise than an unknown one: not http.sys, so no key falls through', () => {
    expect(causes({ T: F, S: X, U: F, R: F, N: alert(80) })).toEqual([
      'ip-binding-conflict',
      'missing-sni-host-match',
      'wrong-certificate-bound',
    ]);
  });

  it('only the own row explains an answer that nothing random gets', () => {
    expect(causes({ T: X, S: F, U: F, R: F, N: F })).toEqual(['wrong-certificate-bound']);
  });

  it('a wildcard row answers the target too, so a foreign one is suspected', () => {
    expect(causes({ T: X, U: F, R: X, N: F })).toContain('missing-sni-host-match');
  });

  it('the name is refused as unknown names are', () => {
    expect(causes({ T: alert(112), S: X, U: alert(112), R: alert(112), N: F })).toEqual(['missing-sni-host-match']);
  });

  it('a name that fails alone: its key, or what stands in front', () => {
    expect(causes({ T: { kind: 'reset' }, S: X, U: F, R: F, N: F })).toEqual([
      'backend-unavailable',
      'private-key-unusable',
    ]);
    expect(causes({ T: { kind: 'silence' }, S: X, U: F, R: F, N: F })).toEqual(['backend-unavailable']);
  });

  it('alert 70 is about versions, never about a key', () => {
    expect(causes({ T: alert(70), S: X, U: F, R: F, N: F })).toEqual([]);
  });

  it('every hello fails', () => {
    const failing = {
      T: alert(80),
      S: alert(80),
      U: { kind: 'reset' },
      R: { kind: 'reset' },
      N: { kind: 'reset' },
    } as const;
    expect(causes(failing)).toEqual(['no-certificate-served']);
    expect(causes({ ...failing, T: { kind: 'reset' } }, { othersUnknown: true })).toContain('private-key-unusable');
  });

  it('a certificate made for a random name leaves the interceptor alone', () => {
    expect(causes({ T: F, U: X }, { minted: true })).toEqual([]);
  });

  it('equal clues are worked out once', () => {
    expect(causes({ T: X, U: F })).toEqual(causes({ T: X, U: F }));
  });
});
