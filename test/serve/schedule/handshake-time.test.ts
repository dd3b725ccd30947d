import { expect, it } from 'vitest';
import { scheduledTimeoutMs } from '../../../src/serve/schedule/handshake-time.js';

it.each([
  [60_000, 10_000],
  [30_000, 10_000],
  [10_000, 3_333],
  [5_000, 1_667],
  [1_000, 1_000],
  [86_400_000, 10_000],
])('every %d ms: a handshake may take %d ms', (interval, most) => {
  expect(scheduledTimeoutMs(interval)).toBe(most);
});
