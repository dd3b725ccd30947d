import { describe, expect, it } from 'vitest';
import { exitCode } from '../../src/cli/exit-code.js';
import { emptySummary } from '../../src/report/renderer.js';

const summary = (statuses: Record<string, number>, interrupted = false) => ({
  ...emptySummary(),
  statuses: { ...emptySummary().statuses, ...statuses },
  interrupted,
});

describe('exitCode', () => {
  it.each([
    [{ ok: 3 }, false, 0],
    [{ ok: 3, warning: 1 }, false, 1],
    [{ warning: 1, unknown: 1 }, false, 3],
    [{ warning: 1, unknown: 1, critical: 1 }, false, 2],
    [{ ok: 3 }, true, 3],
    [{ warning: 1 }, true, 3],
    [{ critical: 1 }, true, 2],
  ])('%j, interrupted %s: %i', (statuses, interrupted, code) => {
    expect(exitCode(summary(statuses, interrupted))).toBe(code);
  });

  it.each([
    [{ ok: 1, warning: 1 }, 0],
    [{ warning: 1, unknown: 1 }, 3],
    [{ warning: 1, critical: 1 }, 2],
  ])('--fail-on critical, %j: %i', (statuses, code) => {
    expect(exitCode(summary(statuses), { failOn: 'critical' })).toBe(code);
  });

  it('what was left open is not well, and not worse than critical', () => {
    expect(exitCode(summary({ ok: 1 }), { incomplete: true, failOn: 'critical' })).toBe(3);
    expect(exitCode(summary({ critical: 1 }), { incomplete: true })).toBe(2);
  });
});
