import { BoundedMap } from './bounded-map.js';

/** What is asked once and told to many: whoever needs it first asks, also when many do at once. */
export class SharedAnswers<Answer> {
  readonly #asked: BoundedMap<string, { readonly answer: Promise<Answer>; settled: Answer | null }>;
  readonly #isAnswer: (answer: Answer) => boolean;

  /**
   * @param limit so many are kept; what was longest not asked for goes first
   * @param isAnswer false: it was not asked after all, and the next who needs it asks
   */
  constructor(limit: number, isAnswer: (answer: Answer) => boolean) {
    this.#asked = new BoundedMap(limit);
    this.#isAnswer = isAnswer;
  }

  async share(
    key: string,
    ask: () => Promise<Answer>,
  ): Promise<{ readonly answer: Answer; readonly repeated: boolean }> {
    const known = this.#asked.get(key);
    if (known !== undefined) return { answer: await known.answer, repeated: true };
    const entry: { readonly answer: Promise<Answer>; settled: Answer | null } = { answer: ask(), settled: null };
    this.#asked.set(key, entry);
    const answer = await entry.answer;
    if (this.#isAnswer(answer)) entry.settled = answer;
    else if (this.#asked.get(key) === entry) this.#asked.delete(key);
    return { answer, repeated: false };
  }

  /** The answer, if it is in; nothing is asked. */
  settled(key: string): Answer | null {
    return this.#asked.get(key)?.settled ?? null;
  }
}
