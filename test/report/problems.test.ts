import { describe, expect, it } from 'vitest';
import type { TargetReport } from '../../src/model/report.js';
import { problemsOf } from '../../src/report/problems.js';
import {
  aConflict,
  aDiagnosis,
  aFinding,
  anEndpoint,
  anUnresolved,
  aReport,
  GOOD,
  LEGACY,
} from '../support/reports.js';

const named = (report: TargetReport, host: string): TargetReport => ({ ...report, target: { ...report.target, host } });
const brief = (reports: readonly TargetReport[]) =>
  problemsOf(reports).map((problem) => [
    problem.status,
    problem.diagnosis?.cause ?? problem.kind,
    problem.reports.map((report) => report.target.host).join(' '),
    problem.endpoints.map((endpoint) => endpoint.address).join(' '),
  ]);

describe('problemsOf', () => {
  it('tells a story that names share once, the heaviest first', () => {
    const warning = aReport({
      status: 'warning',
      endpoints: [anEndpoint('203.0.113.9', GOOD, { status: 'warning' })],
      findings: [aFinding({ code: 'expires-soon', severity: 'warning', address: '203.0.113.9' })],
    });
    expect(
      brief([
        named(warning, 'w.example'),
        anUnresolved(),
        named(aConflict(), 'a.example'),
        named(aConflict(), 'b.example'),
        aReport(),
      ]),
    ).toEqual([
      ['critical', 'ip-binding-conflict', 'a.example b.example', '203.0.113.5'],
      ['unknown', 'unresolved', 'gone.example', ''],
      ['warning', 'findings', 'w.example', '203.0.113.9'],
    ]);
  });

  it('keeps apart what is served differently, or elsewhere', () => {
    const other = aConflict({
      endpoints: [anEndpoint('203.0.113.7', LEGACY, { status: 'critical', diagnosis: aDiagnosis() })],
    });
    expect(brief([named(aConflict(), 'a.example'), named(other, 'b.example')])).toHaveLength(2);
  });

  it('keeps apart what was served differently before', () => {
    const changed = (host: string, before: string) => {
      const changes = [
        { code: 'replaced', address: '203.0.113.5', serverName: host, before, after: LEGACY, message: host },
      ];
      return named(aConflict({ changes }), host);
    };
    expect(brief([changed('a.example', GOOD), changed('b.example', LEGACY)])).toHaveLength(2);
    expect(brief([changed('a.example', GOOD), changed('b.example', GOOD)])).toHaveLength(1);
  });

  it('counts addresses that cannot be reached as one story', () => {
    const gone = (address: string): TargetReport => {
      const diagnosis = aDiagnosis({ cause: 'unreachable' });
      return aReport({ status: 'unknown', endpoints: [anEndpoint(address, null, { status: 'unknown', diagnosis })] });
    };
    expect(brief([named(gone('203.0.113.5'), 'a.example'), named(gone('203.0.113.6'), 'b.example')])).toEqual([
      ['unknown', 'unreachable', 'a.example b.example', '203.0.113.5'],
    ]);
  });

  it('makes one problem of the addresses of a target with one cause, and two of two causes', () => {
    const sick = (address: string, diagnosis = aDiagnosis()) =>
      anEndpoint(address, LEGACY, { status: 'critical', diagnosis });
    const alike = aReport({ status: 'critical', endpoints: [sick('203.0.113.5'), sick('203.0.113.6')] });
    expect(brief([alike])).toEqual([['critical', 'ip-binding-conflict', 'shop.example', '203.0.113.5 203.0.113.6']]);
    const apart = {
      ...alike,
      endpoints: [sick('203.0.113.5'), sick('203.0.113.6', aDiagnosis({ cause: 'another-server' }))],
    };
    expect(brief([apart])).toHaveLength(2);
  });

  it('lists unresolved names by their reason, and bad lines one by one', () => {
    const bad = (source: string): TargetReport =>
      anUnresolved({
        target: { ...anUnresolved().target, source },
        resolution: { ...anUnresolved().resolution, reason: 'bad-target' },
      });
    expect(brief([anUnresolved(), named(anUnresolved(), 'lost.example'), bad('l:1'), bad('l:2')])).toEqual([
      ['unknown', 'unresolved', 'gone.example lost.example', ''],
      ['unknown', 'unresolved', 'gone.example', ''],
      ['unknown', 'unresolved', 'gone.example', ''],
    ]);
  });

  it('leaves notices and other addresses out of the findings', () => {
    const findings = [
      aFinding({ code: 'a', address: '203.0.113.5' }),
      aFinding({ code: 'b', address: '203.0.113.6' }),
      aFinding({ code: 'c', address: null, severity: 'warning' }),
      aFinding({ code: 'd', severity: 'notice' }),
    ];
    expect(problemsOf([aConflict({ findings })])[0]?.findings.map((finding) => finding.code)).toEqual(['a', 'c']);
  });

  it('says nothing of the healthy, nor of what was to be ignored', () => {
    expect(problemsOf([aReport()])).toEqual([]);
    const closed = anEndpoint('203.0.113.9', null, { diagnosis: aDiagnosis({ cause: 'unreachable' }) });
    expect(problemsOf([aReport({ endpoints: [closed] })])).toEqual([]);
  });

  it('shows what was accepted', () => {
    const { diagnosis } = aConflict();
    const endpoints = [anEndpoint('203.0.113.5', LEGACY, { diagnosis })];
    const findings = [aFinding({ code: 'ip-binding-conflict', accepted: { until: '2026-12-31', reason: 'moves' } })];
    expect(brief([aReport({ endpoints, findings, diagnosis })])).toEqual([
      ['ok', 'ip-binding-conflict', 'shop.example', '203.0.113.5'],
    ]);
  });
});
