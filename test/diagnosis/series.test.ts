import { describe, expect, it } from 'vitest';
import type { Answer } from '../../src/diagnosis/answers.js';
import { changedAt, type Series, steadiness, withoutNoise } from '../../src/diagnosis/series.js';

const ANSWERS: Readonly<Record<string, Answer>> = {
  a: { kind: 'certificate', certificate: 'a', signature: 'verifies' },
  b: { kind: 'certificate', certificate: 'b', signature: 'verifies' },
  '-': { kind: 'reset' },
};

/** `aab`: the answers in time, ten milliseconds apart. */
function series(letters: string): Series {
  return {
    key: 'k',
    asked: { serverName: 'shop.example.net', keyTypes: 'any', versions: 'current' },
    samples: [...letters].map((letter, index) => ({
      at: index * 10,
      answer: ANSWERS[letter] ?? { kind: 'silence' },
      acknowledged: null,
      warned: false,
      protocol: null,
      by: 'probe',
    })),
  };
}

describe('steadiness', () => {
  it.each([
    ['a', 'steady'],
    ['aaaa', 'steady'],
    ['aab', 'changed-once'],
    ['abbbbb', 'changed-once'],
    ['aba', 'came-back'],
    ['a-', 'changed-once'],
    ['aa-aa', 'steady'],
    ['a-a-a', 'came-back'],
  ])('%s is %s', (letters, expected) => {
    expect(steadiness(series(letters))).toBe(expected);
  });
});

describe('noise', () => {
  it('one failure among three samples is the network’s', () => {
    expect(withoutNoise(series('a-a').samples)).toHaveLength(2);
    expect(withoutNoise(series('a-').samples)).toHaveLength(2);
    expect(withoutNoise(series('--a').samples)).toHaveLength(3);
  });
});

describe('changedAt', () => {
  it('is when the second run began', () => {
    expect(changedAt(series('aabb'))).toBe(20);
    expect(changedAt(series('aa'))).toBeNull();
  });
});
