import { expect, it } from 'vitest';
import { probeDeadline } from '../../../src/serve/probe/deadline.js';

const NAME = 'x-prometheus-scrape-timeout-seconds';

it.each([
  [{ [NAME]: '10' }, 9_500, 8_075],
  [{ [NAME]: '120' }, 119_500, 10_000],
  [{ [NAME]: '0.4' }, 200, 170],
  [{ [NAME]: '1' }, 500, 425],
  [{}, 9_500, 8_075],
  [{ [NAME]: 'soon' }, 9_500, 8_075],
  [{ [NAME]: '-5' }, 9_500, 8_075],
  [{ [NAME]: '1e9' }, 119_500, 10_000],
])('%j', (headers, totalMs, handshakeMs) => {
  expect(probeDeadline(headers, 9_500, 10_000)).toEqual({ totalMs, handshakeMs });
});
