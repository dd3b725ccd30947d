import { describe, expect, it } from 'vitest';
import type { BadLine, Target } from '../../src/model/target.js';
import { RowMerger } from '../../src/targets/merge-rows.js';
import { parseTarget } from '../../src/targets/parse-target.js';

const row = (text: string): Target => {
  const [target] = parseTarget(text, { source: null });
  if (target === undefined) throw new Error(text);
  return target;
};
const brief = (each: Target | BadLine): string =>
  'reason' in each ? each.reason : `${each.host} ${(each.addresses ?? []).map((one) => one.address).join(' ')}`.trim();

describe('RowMerger', () => {
  it('joins rows of one target in the order of their first, each address once', () => {
    const merger = new RowMerger();
    const early = ['a.example@192.0.2.1', 'b.example@192.0.2.9', 'a.example@192.0.2.2', 'a.example@192.0.2.1']
      .map(row)
      .flatMap((each) => [...merger.add(each)]);
    expect([early, [...merger.end()].map(brief)]).toEqual([
      [],
      ['a.example 192.0.2.1 192.0.2.2', 'b.example 192.0.2.9'],
    ]);
  });

  it('lets rows without addresses and bad lines through at once', () => {
    const merger = new RowMerger();
    const bad = { source: 'l:1', text: '', reason: 'bad' };
    expect([...merger.add(row('a.example')), ...merger.add(bad)].map(brief)).toEqual(['a.example', 'bad']);
  });

  it('holds no more targets than its window, whatever the length of the file', () => {
    const merger = new RowMerger();
    let out = 0;
    for (let index = 0; index < 20_010; index += 1) {
      out += [...merger.add({ ...row('a.example@192.0.2.1'), host: `h${index}.example` })].length;
    }
    expect([out, [...merger.end()].length]).toEqual([10, 20_000]);
  });
});
