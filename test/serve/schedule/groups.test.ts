import { describe, expect, it } from 'vitest';
import { groupByAddress } from '../../../src/serve/schedule/groups.js';
import { nameTargets } from '../../../src/serve/watch-list.js';
import { targets } from '../../support/engine.js';

function groups(texts: readonly string[], known: Readonly<Record<string, readonly string[]>> = {}) {
  const all = groupByAddress(nameTargets(targets(...texts)), (id) => known[id] ?? []);
  return all.map((group) => group.map(({ id }) => id));
}

describe('groups', () => {
  it('are of names that share an address, given or found', () => {
    expect(groups(['a.test@10.0.0.1', 'b.test@10.0.0.2', 'c.test@10.0.0.1,10.0.0.3', '10.0.0.3'])).toEqual([
      ['a.test', 'c.test', '10.0.0.3'],
      ['b.test'],
    ]);
    expect(groups(['a.test', 'b.test', 'c.test'], { 'a.test': ['10.0.0.1'], 'c.test': ['10.0.0.1'] })).toEqual([
      ['a.test', 'c.test'],
      ['b.test'],
    ]);
    expect(groups(['a.test', 'b.test'])).toEqual([['a.test'], ['b.test']]);
  });

  it('are never large', () => {
    const all = groups(Array.from({ length: 100 }, (_, index) => `t${index}.test@10.0.0.1`));
    expect(all.map((group) => group.length)).toEqual([25, 25, 25, 25]);
  });

  it('of fifty thousand names at one address are made at once', () => {
    const all = groups(Array.from({ length: 50_000 }, (_, index) => `t${index}.test@10.0.0.${index % 200}`));
    expect(all.flat()).toHaveLength(50_000);
  });
});
