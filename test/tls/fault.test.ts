import { describe, expect, it } from 'vitest';
import { incompatible, malformed, misbehaved, overLimit } from '../../src/tls/fault.js';

describe('faults of a peer', () => {
  it.each([
    [malformed('A/b', 3, 'too short'), 'malformed', 'A/b', { offset: 3, problem: 'too short' }],
    [misbehaved('bad-point', { group: 'x25519' }), 'misbehaved', 'bad-point', { group: 'x25519' }],
    [incompatible('version'), 'incompatible', 'version', {}],
    [overLimit('records', 5, { length: 6 }), 'over-limit', 'records', { limit: 5, length: 6 }],
  ])('%s', (fault, outcome, reason, detail) => {
    expect(fault).toMatchObject({ outcome, reason, detail });
  });
});
