import { describe, expect, it } from 'vitest';
import { connectionBudget, readDescriptorLimit, softDescriptorLimit } from '../../src/engine/descriptors.js';

describe('how many connections there may be', () => {
  it.each([
    [200, null, { inFlight: 200, parked: 2_000 }],
    [200, 20_000, { inFlight: 200, parked: 2_000 }],
    [200, 1_024, { inFlight: 200, parked: 760 }],
    [200, 128, { inFlight: 64, parked: 0 }],
    [200, 10, { inFlight: 1, parked: 0 }],
  ])('%i wished, %s descriptors', (wish, limit, expected) => expect(connectionBudget(wish, limit)).toEqual(expected));

  it('reads the soft limit', () => {
    const text =
      'Max processes 1 1 processes\nMax open files            1024                 524288               files\n';
    expect(softDescriptorLimit(text)).toBe(1_024);
    expect(softDescriptorLimit('Max open files unlimited unlimited files')).toBeNull();
    expect(softDescriptorLimit('')).toBeNull();
  });

  it('of this process where it is told', async () => {
    const limit = await readDescriptorLimit();
    expect(limit === null || limit > 0).toBe(true);
  });
});
