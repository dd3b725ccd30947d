import { describe, expect, it } from 'vitest';
import {
  collectList,
  collectOnce,
  readChoice,
  readCount,
  readDate,
  readDuration,
  readFailOn,
  readRate,
} from '../../src/cli/values.js';

describe('readDuration', () => {
  it.each([
    ['500ms', 500],
    ['10s', 10_000],
    ['1.5s', 1500],
    ['1m', 60_000],
    ['2h', 7_200_000],
    ['3', 3000],
  ])('%s is %i ms', (text, milliseconds) => {
    expect(readDuration(text, '--timeout')).toBe(milliseconds);
  });

  it.each(['', 'soon', '0', '-1s', '10 s', '1d', '25h', '1e3', '0.1ms'])('refuses %j', (text) => {
    expect(() => readDuration(text, '--timeout')).toThrow(expect.objectContaining({ code: 'bad-option' }));
  });
});

describe('readRate', () => {
  it.each([
    ['50', 50],
    ['0.5', 0.5],
    ['50/s', 50],
    ['120/m', 2],
    ['3600/h', 1],
  ])('%s is %d a second', (text, rate) => {
    expect(readRate(text, '--rate')).toBe(rate);
  });

  it.each(['0', '-1', 'x', '1/d', '/s'])('refuses %j', (text) => {
    expect(() => readRate(text, '--rate')).toThrow(/connections a second/);
  });
});

describe('readCount', () => {
  it('reads whole numbers from the least', () => {
    expect([readCount('0', '--warn-days', 0), readCount('200', '--concurrency', 1)]).toEqual([0, 200]);
  });

  it.each(['0', '1.5', '-1', '', 'many', '99999999999'])('refuses %j where 1 is the least', (text) => {
    expect(() => readCount(text, '--concurrency', 1)).toThrow('a whole number from 1');
  });
});

describe('readChoice', () => {
  it('takes one of the words', () => {
    expect(readChoice('b', '--x', ['a', 'b'])).toBe('b');
    expect(() => readChoice('c', '--x', ['a', 'b'])).toThrow('--x "c": one of a, b was expected');
  });
});

describe('collecting', () => {
  it('takes commas and repetition, or repetition alone', () => {
    expect(collectList('a, b,', ['z'])).toEqual(['z', 'a', 'b']);
    expect(collectOnce('a,b', undefined)).toEqual(['a,b']);
  });
});

describe('readDate', () => {
  it('reads a day, from its beginning in UTC, and an instant', () => {
    expect(readDate('2026-12-31', '--at')).toBe(Date.UTC(2026, 11, 31));
    expect(readDate(' 2026-12-31T18:30Z', '--at')).toBe(Date.UTC(2026, 11, 31, 18, 30));
    expect(readDate('2026-12-31T18:30:00+02:00', '--at')).toBe(Date.UTC(2026, 11, 31, 16, 30));
  });

  it.each(['2026-02-30', '2026-13-01', '31.12.2026', 'tomorrow', '2026-12-31T18:30', ''])('refuses %j', (text) => {
    expect(() => readDate(text, '--at')).toThrow('a date was expected');
  });
});

describe('readFailOn', () => {
  it('takes warning or critical', () => {
    expect([readFailOn('warning'), readFailOn('critical')]).toEqual(['warning', 'critical']);
    expect(() => readFailOn('unknown')).toThrow('--fail-on "unknown": one of warning, critical was expected');
  });
});
