import { describe, expect, it } from 'vitest';
import { Timetable } from '../../../src/serve/schedule/timetable.js';

const names = Array.from({ length: 10 }, (_, index) => `t${index}`);

describe('a timetable', () => {
  it('spreads the turns over the interval', () => {
    const table = new Timetable(names, 10_000, 0, () => 0);
    const turns = Array.from({ length: 10 }, (_, second) => table.take(second * 1_000 + 1).items);
    expect(turns).toEqual(names.map((name) => [name]));
    expect(table.next()).toBe(10_000);
  });

  it('moves each turn by chance, within its own share', () => {
    const chances = [0.9, 0.1, 0.5];
    let at = 0;
    const table = new Timetable(['a', 'b', 'c'], 9_000, 0, () => chances[at++ % 3] ?? 0);
    expect(table.next()).toBe(810);
    expect(table.take(3_089).items).toEqual(['a']);
    expect(table.take(3_090).items).toEqual(['b']);
  });

  it('does not drift: lateness and chance do not add up', () => {
    const table = new Timetable(['a'], 1_000, 500, Math.sin.bind(null, 0));
    for (let turn = 0; turn < 1_000; turn += 1) {
      expect(table.next()).toBe(500 + turn * 1_000);
      expect(table.take(500 + turn * 1_000 + 300)).toEqual({ items: ['a'], missed: 0, lateMs: 300 });
    }
  });

  it('counts the turns that nobody took, and goes on from now', () => {
    const table = new Timetable(['a', 'b'], 1_000, 0, () => 0);
    table.take(0);
    expect(table.take(5_200)).toEqual({ items: ['a', 'b'], missed: 4 + 4, lateMs: 4_700 });
    expect(table.next()).toBe(5_500);
  });

  it('made anew, keeps the turns that were due: no item is put off for ever', () => {
    let table = new Timetable(['a', 'b'], 10_000, 0, () => 0);
    const taken: string[] = [];
    // A list that is loaded again every six seconds, at an interval of ten.
    for (let now = 0; now <= 60_000; now += 1_000) {
      taken.push(...table.take(now).items);
      if (now % 6_000 === 0) {
        const dues = new Map(table.dues());
        table = new Timetable(
          ['a', 'b', 'c'],
          10_000,
          now,
          () => 0,
          (item) => dues.get(item) ?? null,
        );
      }
    }
    expect(taken.filter((item) => item === 'a')).toHaveLength(7);
    expect(taken.filter((item) => item === 'b')).toHaveLength(6);
    expect(taken.filter((item) => item === 'c').length).toBeGreaterThanOrEqual(5);
  });

  it('without anything there is no turn', () => {
    const table = new Timetable([], 1_000, 0, () => 0);
    expect([table.next(), table.take(9e9)]).toEqual([null, { items: [], missed: 0, lateMs: 0 }]);
  });
});
