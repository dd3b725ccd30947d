import type { Finding } from '../model/finding.js';
import type { TargetReport } from '../model/report.js';
import { targetWords } from './codes.js';

/** Findings with one code and one message, and whom they concern; a null message stands for the `more` that are not told. */
export interface FindingGroup {
  readonly code: string;
  readonly message: string | null;
  readonly names: readonly string[];
  readonly more: number;
}

/** Only what is told in the same words is told once: a message quotes names, addresses and certificates of its own. */
export class FindingGroups implements Iterable<FindingGroup> {
  readonly #mostOfACode: number;
  /** By code, by message: the names. */
  readonly #codes = new Map<string, { readonly messages: Map<string, Set<string>>; more: number }>();

  constructor(mostOfACode: number) {
    this.#mostOfACode = mostOfACode;
  }

  add(report: TargetReport, { code, message }: Pick<Finding, 'code' | 'message'>): void {
    const known = this.#codes.get(code) ?? { messages: new Map<string, Set<string>>(), more: 0 };
    this.#codes.set(code, known);
    const names = known.messages.get(message) ?? new Set();
    if (names.size === 0 && known.messages.size >= this.#mostOfACode) {
      known.more += 1;
      return;
    }
    known.messages.set(message, names.add(targetWords(report.target)));
  }

  *[Symbol.iterator](): Generator<FindingGroup> {
    for (const [code, { messages, more }] of this.#codes) {
      for (const [message, names] of messages) yield { code, message, names: [...names], more: 0 };
      if (more > 0) yield { code, message: null, names: [], more };
    }
  }
}
