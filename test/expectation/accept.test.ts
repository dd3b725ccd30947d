import { describe, expect, it } from 'vitest';
import { acceptDeviations } from '../../src/expectation/accept.js';
import { readDeviations } from '../../src/targets/read-deviations.js';
import { aConflict, aFinding, aReport } from '../support/reports.js';

const deviations = (lines: string) => readDeviations(lines, 'accepted.csv');
const today = '2026-11-20T06:00:00Z';
const expiring = aReport({
  status: 'warning',
  endpoints: aReport().endpoints.map((endpoint) => ({ ...endpoint, status: 'warning' as const })),
  findings: ['203.0.113.5', '203.0.113.6'].map((address) =>
    aFinding({ code: 'expires-soon', severity: 'warning', address }),
  ),
});

describe('accepted deviations', () => {
  it('leave a report that they do not name as it is', () => {
    const report = aConflict();
    expect(acceptDeviations(report, deviations('expired, shop.example, 2026-12-31, x'), today)).toBe(report);
    expect(acceptDeviations(report, deviations('ip-binding-conflict, other.example, 2026-12-31, x'), today)).toBe(
      report,
    );
  });

  it('accept a cause: shown, no longer failing, with the contradiction that it explains', () => {
    const report = acceptDeviations(
      aConflict(),
      deviations('ip-binding-conflict, shop.example, 2026-12-31, moves, in January'),
      today,
    );
    expect(report.status).toBe('ok');
    expect(report.diagnosis?.cause).toBe('ip-binding-conflict');
    expect(report.findings.map(({ code, accepted }) => [code, accepted?.reason])).toEqual([
      ['identifier-mismatch', 'moves, in January'],
      ['ip-binding-conflict', 'moves, in January'],
    ]);
  });

  it('accept a finding, and with the last contradiction the endpoint is well', () => {
    expect(
      acceptDeviations(aConflict(), deviations('identifier-mismatch, *.example, 2026-12-31, x'), today).status,
    ).toBe('ok');
    expect(acceptDeviations(expiring, deviations('expires-soon, shop.example:443, 2026-11-20, x'), today).status).toBe(
      'ok',
    );
  });

  it('do not accept what else is wrong', () => {
    const report = aConflict({ findings: [aFinding(), aFinding({ code: 'expired' })] });
    expect(acceptDeviations(report, deviations('identifier-mismatch, *, 2026-12-31, x'), today).status).toBe(
      'critical',
    );
    expect(acceptDeviations(report, deviations('ip-binding-conflict, *, 2026-12-31, x'), today).status).toBe(
      'critical',
    );
  });

  it('end with their day', () => {
    expect(acceptDeviations(expiring, deviations('expires-soon, *, 2026-11-19, x'), today).status).toBe('warning');
  });

  it.each([
    ['expired, shop.example, 2026-13-01, x', 'not a date'],
    ['expired, shop.example, soon, x', 'not a date'],
    ['expired, shop.example, 2026-12-31', 'no reason'],
    ['EXPIRED!, shop.example, 2026-12-31, x', 'not a code'],
    ['expired,, 2026-12-31, x', 'no target'],
    ['expired, "shop.example, 2026-12-31, x', 'quote'],
  ])('are refused with file and line: %s', (line, what) => {
    expect(() => deviations(`# code, target, until, reason\ncode, target, until, reason\n${line}`)).toThrow(
      new RegExp(`^accepted\\.csv:3: .*${what}`),
    );
  });
});
