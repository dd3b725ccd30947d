import { expect, it } from 'vitest';
import { localAddresses, systemClock, systemRandom } from '../../src/engine/ambient.js';

it('the clock says the time of day and never goes back', () => {
  const clock = systemClock();
  const first = clock();
  expect(Math.abs(first - Date.now())).toBeLessThan(60_000);
  expect(clock()).toBeGreaterThanOrEqual(first);
});

it('this machine has a loopback address', () => {
  expect(localAddresses().some((address) => address === '127.0.0.1' || address === '::1')).toBe(true);
});

it('bytes are as many as asked for, and not the same twice', () => {
  expect(systemRandom(32)).toHaveLength(32);
  expect(systemRandom(32)).not.toEqual(systemRandom(32));
});
