/**
 * The proof of issue 3. What is enumerated, what is left out and why: `enumerate.ts`; the readings of section 5: `cause.ts`; what
 * is sampled: `enumerate.ts`, `proof.ts`, `variants.ts`. Here a slice is proved and the ledger is kept; the whole: `npm run worlds`.
 */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countWorlds } from './count.js';
import { plain, type Row } from './machine.js';
import { prove, proveTogether, renderFailures, renderTally } from './proof.js';
import { headers, limiters, rotation, rotations } from './variants.js';

/** Committed before the diagnosis was written to meet the worlds; a larger number replaces a smaller one, never the reverse. */
const ledger: { worlds: number; decidableShare: number } = JSON.parse(
  readFileSync(new URL('ledger.json', import.meta.url), 'utf8'),
);

/** A deadline against a hang: a loaded machine takes its time. */
const LONG = 600_000;

describe('worlds', () => {
  it('are as many as the ledger says, and as many of their faults can be decided', { timeout: LONG }, () => {
    const { worlds, faults, decidable, mixed } = countWorlds();
    expect(mixed).toEqual([]);
    expect(worlds).toBeGreaterThanOrEqual(ledger.worlds);
    expect(decidable / faults).toBeGreaterThanOrEqual(ledger.decidableShare);
  });

  it('are each diagnosed soundly, tightly and as surely as section 5 allows (a slice)', { timeout: LONG }, () => {
    const tally = prove({ slice: { every: 400, from: 3 } });
    expect(tally.failed, `${renderTally(tally)}\n${renderFailures(tally, 6)}`).toBe(0);
    expect(tally.decided).toBe(tally.decidable);
  });

  it('with one machine for both addresses are diagnosed so too (a slice)', { timeout: LONG }, () => {
    const tally = proveTogether(400);
    expect(tally.failed, `${renderTally(tally)}\n${renderFailures(tally, 6)}`).toBe(0);
  });

  it('with a limiter never yield a false cause (a slice)', { timeout: LONG }, () => {
    expect(limiters(700).failures.slice(0, 3)).toEqual([]);
  });

  it('with a Server header keep the true cause and the limits on certainty (a slice)', { timeout: LONG }, () => {
    expect(headers(700).failures.slice(0, 3)).toEqual([]);
  });

  it('that rotate are told as such', { timeout: LONG }, () => {
    const { failures, tally } = rotations();
    expect(failures.slice(0, 3)).toEqual([]);
    expect(tally.decidable).toBeGreaterThan(0);
  });

  it('that rotate in any order are told as such (sampled)', { timeout: LONG }, () => {
    const row: fc.Arbitrary<Row | null> = fc
      .constantFrom(null, 'A0', 'A-', 'A+', 'X0', 'B0', 'AB0', 'W0')
      .map((word) => (word === null ? null : { holds: plain(word), key: 'good' }));
    const schedule = fc.array(fc.constantFrom(0, 1), { minLength: 2, maxLength: 12 });
    fc.assert(
      fc.property(row, row, fc.constantFrom(plain('F0'), 112 as const), schedule, (first, second, unknown, turns) => {
        expect(rotation(first, second, unknown, turns).failure).toBeNull();
      }),
      { numRuns: 150 },
    );
  });
});
