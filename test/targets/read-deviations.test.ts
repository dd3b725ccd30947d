import { describe, expect, it } from 'vitest';
import { readDeviations } from '../../src/targets/read-deviations.js';
import { textOf } from '../support/sources.js';

describe('readDeviations', () => {
  it('reads code, target, until and a reason that may have commas; comments, blanks and a header are passed over', () => {
    const text =
      '\ufeff# known\r\ncode,target,until,reason\r\n\r\nexpired, Old.Example, 2026-12-31, moves, in January\r\n';
    expect(readDeviations(text, 'a.csv')).toEqual([
      {
        code: 'expired',
        target: 'old.example',
        until: '2026-12-31',
        reason: 'moves, in January',
        source: 'a.csv:4',
      },
    ]);
  });

  it('reads the example', () => {
    expect(readDeviations(textOf('examples/accepted.csv'), 'accepted.csv').map(({ code }) => code)).toEqual([
      'expired',
      'weak-key',
    ]);
  });

  it.each([
    ['expired', /is not a date|no target/],
    ['Expired!, a.example, 2026-12-31, x', /"Expired!" is not a code/],
    ['expired, , 2026-12-31, x', /no target/],
    ['expired, a.example, 2026-02-30, x', /"2026-02-30" is not a date/],
    ['expired, a.example, 31.12.2026, x', /"31.12.2026" is not a date/],
    ['expired, a.example, 2026-12-31', /no reason/],
    ['expired, a.example, 2026-12-31, "x', /a quote is not closed/],
  ])('refuses the file for %j, with its line', (line, message) => {
    const read = () => readDeviations(`# first\n${line}\n`, 'a.csv');
    expect(read).toThrow(message);
    expect(read).toThrow(expect.objectContaining({ code: 'bad-line', message: expect.stringMatching(/^a\.csv:2: /) }));
  });
});
