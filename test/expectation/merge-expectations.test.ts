import { describe, expect, it } from 'vitest';
import { mergeExpectations } from '../../src/expectation/merge-expectations.js';
import { PLAIN_EXPECTATION } from '../../src/model/expectation.js';

describe('mergeExpectations', () => {
  it('takes of each property the target’s own word, else the common one', () => {
    const own = { ...PLAIN_EXPECTATION, issuers: ['Own CA'], minDaysLeft: 10 };
    const common = {
      ...PLAIN_EXPECTATION,
      issuers: ['Common CA'],
      names: ['a.example'],
      minDaysLeft: 30,
      acceptPrevious: true,
    };
    expect(mergeExpectations(own, common)).toEqual({
      ...PLAIN_EXPECTATION,
      issuers: ['Own CA'],
      names: ['a.example'],
      minDaysLeft: 10,
      acceptPrevious: true,
    });
  });

  it('is the one where the other says nothing', () => {
    expect([mergeExpectations(null, PLAIN_EXPECTATION), mergeExpectations(PLAIN_EXPECTATION, null)]).toEqual([
      PLAIN_EXPECTATION,
      PLAIN_EXPECTATION,
    ]);
    expect(mergeExpectations(null, null)).toBeNull();
  });
});
