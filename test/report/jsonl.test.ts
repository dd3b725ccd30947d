import { describe, expect, it } from 'vitest';
import { createJsonlRenderer, renderJsonLine } from '../../src/report/jsonl.js';
import { renderAll } from '../support/render.js';
import { aConflict, aReport, HOSTILE } from '../support/reports.js';

describe('JSON lines', () => {
  it('writes one target a line and nothing else', () => {
    const lines = renderAll(createJsonlRenderer(), [aReport(), aConflict()]).split('\n');
    expect(lines.pop()).toBe('');
    expect(lines.map((line) => JSON.parse(line))).toEqual([aReport(), aConflict()]);
  });

  it('keeps hostile text as a value, on its line', () => {
    const report = aReport({ vantage: HOSTILE });
    const line = renderJsonLine(report);
    expect(line).not.toMatch(/[\p{Cc}\u202e]/u);
    expect(JSON.parse(line)).toEqual(report);
  });
});
