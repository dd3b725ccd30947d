import { describe, expect, it } from 'vitest';
import { emptySummary, summarise } from '../../src/report/renderer.js';
import { aConflict, anUnresolved, aReport } from '../support/reports.js';

describe('summarise', () => {
  it('counts targets, addresses, statuses and connections', () => {
    const summary = [aReport(), aConflict(), anUnresolved(), aReport()].reduce(summarise, emptySummary());
    expect(summary).toEqual({
      targets: 4,
      endpoints: 6,
      statuses: { critical: 1, unknown: 1, warning: 0, ok: 2 },
      questions: 20,
      durationMs: 0,
      interrupted: false,
    });
  });
});
