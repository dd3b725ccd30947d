import { describe, expect, it } from 'vitest';
import { SharedAnswers } from '../../src/engine/shared-answers.js';

const asked: string[] = [];
const ask = (answer: string) => (): Promise<string> => {
  asked.push(answer);
  return Promise.resolve(answer);
};

describe('shared answers', () => {
  it('are asked for once, also by many at once', async () => {
    asked.length = 0;
    const shared = new SharedAnswers<string>(10, () => true);
    expect(shared.settled('k')).toBeNull();
    const all = await Promise.all([shared.share('k', ask('a')), shared.share('k', ask('b'))]);
    expect(all).toEqual([
      { answer: 'a', repeated: false },
      { answer: 'a', repeated: true },
    ]);
    expect(asked).toEqual(['a']);
    expect(shared.settled('k')).toBe('a');
  });

  it('of what was not asked after all are asked for again', async () => {
    const shared = new SharedAnswers<string>(10, (answer) => answer !== 'refused');
    await shared.share('k', ask('refused'));
    expect(shared.settled('k')).toBeNull();
    expect(await shared.share('k', ask('a'))).toEqual({ answer: 'a', repeated: false });
  });

  it('that were longest not needed are forgotten', async () => {
    const shared = new SharedAnswers<string>(2, () => true);
    for (const key of ['a', 'b', 'a', 'c']) await shared.share(key, ask(key));
    expect([shared.settled('a'), shared.settled('b'), shared.settled('c')]).toEqual(['a', null, 'c']);
  });
});
