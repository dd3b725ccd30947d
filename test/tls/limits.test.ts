import { expect, it } from 'vitest';
import { DEFAULT_LIMITS } from '../../src/tls/limits.js';

it('are those of the design, section 8', () => {
  expect(DEFAULT_LIMITS).toEqual({
    handshakeBytes: 262_144,
    wireBytes: 1_048_576,
    records: 131_072,
    emptyRecords: 16,
    changeCipherSpecs: 8,
    warningAlerts: 4,
  });
});
