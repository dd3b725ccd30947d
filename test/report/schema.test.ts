import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { readReportLine, reportJsonSchema, reportSchema } from '../../src/report/schema.js';
import { aConflict, anObservation, anUnresolved, aReport, HOSTILE } from '../support/reports.js';

const REPORTS = [
  ['healthy', aReport()],
  ['with a conflict', aConflict()],
  ['unresolved', anUnresolved()],
  ['with labels and hostile text', aReport({ target: { ...aReport().target, host: HOSTILE, labels: { a: HOSTILE } } })],
] as const;

describe('reportSchema', () => {
  const valid = new Ajv2020({ allowUnionTypes: true }).compile(reportJsonSchema());

  it.each(REPORTS)('accepts a report that is %s, by zod and as JSON Schema', (_name, report) => {
    expect(reportSchema.parse(report)).toEqual(report);
    expect(valid(report)).toBe(true);
  });

  it.each([
    ['a foreign version', { schemaVersion: 2 }],
    ['an unknown status', { status: 'fine' }],
    ['a missing array', { findings: undefined }],
    ['a date without a zone', { startedAt: '2026-11-20 06:00' }],
    ['a fingerprint with colons', { certificates: { 'AA:BB': {} } }],
    [
      'an unknown outcome',
      {
        endpoints: [
          { ...aReport().endpoints[0], observations: [{ ...anObservation('no-name', null), outcome: 'odd' }] },
        ],
      },
    ],
  ])('refuses %s, by zod and as JSON Schema', (_name, over) => {
    const wrong = JSON.parse(JSON.stringify({ ...aReport(), ...over }));
    expect(reportSchema.safeParse(wrong).success).toBe(false);
    expect(valid(wrong)).toBe(false);
  });

  it('keeps what a later version of whichcert added', () => {
    expect(readReportLine(JSON.stringify({ ...aReport(), added: 1 }), 'r:1')).toEqual({ ...aReport(), added: 1 });
  });
});

describe('readReportLine', () => {
  it.each([
    ['{', 'r.jsonl:7: not JSON'],
    ['[]', 'r.jsonl:7: not a report of schema version 1'],
    [JSON.stringify({ ...aReport(), status: 'odd' }), 'r.jsonl:7: not a report of schema version 1: status: '],
  ])('refuses %s and says where', (line, message) => {
    expect(() => readReportLine(line, 'r.jsonl:7')).toThrow(message);
    expect(() => readReportLine(line, 'r.jsonl:7')).toThrow(expect.objectContaining({ code: 'bad-report' }));
  });
});
