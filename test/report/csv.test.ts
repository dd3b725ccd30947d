import { describe, expect, it } from 'vitest';
import { createCsvRenderer } from '../../src/report/csv.js';
import { splitRecord } from '../../src/targets/csv.js';
import { renderAll } from '../support/render.js';
import { aCertificate, aConflict, anUnresolved, aReport, GOOD, HOSTILE } from '../support/reports.js';

const rows = (...reports: Parameters<typeof renderAll>[1]) =>
  renderAll(createCsvRenderer(), reports)
    .split('\r\n')
    .slice(0, -1)
    .map((line) => splitRecord(line, ',') ?? []);

describe('CSV', () => {
  it('has a row an endpoint and one for a target without any, each as wide as the header', () => {
    const [header = [], ...lines] = rows(aConflict(), anUnresolved());
    expect(lines).toHaveLength(3);
    for (const line of lines) expect(line).toHaveLength(header.length);
    const cell = (line: number, column: string) => lines[line]?.[header.indexOf(column)];
    expect(cell(0, 'address')).toBe('203.0.113.5');
    expect(cell(0, 'code')).toBe('ip-binding-conflict');
    expect(cell(0, 'what')).toBe('shop.example is served "CN=legacy" at 203.0.113.5, as every name there is');
    expect(cell(1, 'status')).toBe('ok');
    expect(cell(2, 'what')).toBe('DNS does not know the name');
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', ' =1', '"=1', '＝1', `=HYPERLINK("http://192.0.2.1";"x")`])(
    'makes %j text',
    (formula) => {
      const [header = [], line = []] = rows(aReport({ certificates: { [GOOD]: aCertificate({ subject: formula }) } }));
      expect(line[header.indexOf('subject')]).toMatch(/^'/);
    },
  );

  it('shows a tab before a formula as text', () => {
    const [header = [], line = []] = rows(aReport({ certificates: { [GOOD]: aCertificate({ subject: '\t=1' }) } }));
    expect(line[header.indexOf('subject')]).toBe('\\t=1');
  });

  it('keeps hostile text in its cell', () => {
    const lines = rows(aReport({ certificates: { [GOOD]: aCertificate({ subject: HOSTILE }) } }));
    expect(lines).toHaveLength(3);
    expect(new Set(lines.map((line) => line.length)).size).toBe(1);
  });
});
