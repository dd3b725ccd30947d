import { describe, expect, it } from 'vitest';
import type { TargetReport } from '../../src/model/report.js';
import { emptySummary, summarise } from '../../src/report/renderer.js';
import { renderText, type TextOptions } from '../../src/report/text.js';
import {
  aCertificate,
  aChanged,
  aConflict,
  aDiagnosis,
  aFinding,
  anEndpoint,
  anObservation,
  anUnresolved,
  aReport,
  GOOD,
  HOSTILE,
} from '../support/reports.js';

const PLAIN: TextOptions = { columns: 120, colour: false, onlyProblems: false };
const named = (report: TargetReport, host: string): TargetReport => ({ ...report, target: { ...report.target, host } });

async function text(reports: readonly TargetReport[], over: Partial<TextOptions> = {}): Promise<string> {
  return renderText(reports, reports.reduce(summarise, emptySummary()), { ...PLAIN, ...over });
}

describe('the text report', () => {
  it('has one row per name and address: status, code, what is served, until when', async () => {
    const lines = (await text([aConflict(), anUnresolved()])).split('\n');
    expect(lines[0]).toMatch(/^NAME +ADDRESS +STATUS +SERVED +UNTIL$/);
    expect(lines[1]).toMatch(
      /^shop\.example +203\.0\.113\.5 +critical \[ip-binding-conflict\] +legacy, by Lab CA +2027-10-01 \(314 days\)$/,
    );
    expect(lines[2]).toMatch(/^ +203\.0\.113\.6 +ok +shop\.example, by Lab CA +2027-10-01 \(314 days\)$/);
    expect(lines[3]).toMatch(/^gone\.example +- +unknown \[unresolved\] +DNS does not know the name$/);
  });

  it('tells of each thing wrong: cause, evidence, what else, what to do', async () => {
    const told = await text([aConflict()]);
    for (const part of [
      'critical shop.example at 203.0.113.5 [ip-binding-conflict]',
      'as every name there is (likely)',
      'A binding on that exact address answers for every name.',
      '    - expected: shop.example',
      '    - another-server (possible): look where 203.0.113.5 leads',
      'What to do on Windows / IIS',
      '    1. Show the row:\n       $ netsh http show sslcert',
      'critical identifier-mismatch: the certificate does not cover shop.example (RFC 9525 §6)',
    ]) {
      expect(told).toContain(part);
    }
  });

  it('ends with a line that sums up: addresses once each, however many names they have', async () => {
    expect((await text([aConflict(), aReport(), anUnresolved()])).trimEnd().split('\n').at(-1)).toBe(
      '3 targets at 2 addresses: 1 critical, 1 unknown, 1 ok (15 connections, 0.0 s)',
    );
  });

  it('tells one story of many names once, with their number and list', async () => {
    const told = await text(['a', 'b', 'c'].map((label) => named(aConflict(), `${label}.example`)));
    expect(told.match(/A binding on that exact address/g)).toHaveLength(1);
    expect(told).toContain('The same with 2 other names: b.example and c.example.');
  });

  it('shows the remedy of the platform that was seen, and points to the page for the others', async () => {
    const diagnosis = aDiagnosis({
      remedies: [
        { platform: 'windows-iis', steps: ['PS> Get-Item x'] },
        { platform: 'nginx', steps: ['Edit it.', '$ nginx -t'] },
      ],
    });
    const conflict = aConflict();
    const endpoints = conflict.endpoints.map((each, index) =>
      index === 0 ? { ...each, diagnosis, http: { status: 200, server: 'nginx/1.22.1' } } : each,
    );
    const told = await text([{ ...conflict, endpoints, diagnosis }]);
    expect(told).toContain('What to do on nginx');
    expect(told).not.toContain('Get-Item');
    expect(told).toContain('For Windows / IIS: whichcert explain ip-binding-conflict');
  });

  it('shows only what is wrong, above fifty targets or when told so', async () => {
    const many = Array.from({ length: 51 }, (_, index) => named(aReport(), `h${index}.example`));
    const told = await text([...many, named(aConflict(), 'sick.example')]);
    expect(told).not.toMatch(/h\d+\.example/);
    expect(told).toContain('sick.example');
    expect(told).toContain('52 targets at 2 addresses: 1 critical, 51 ok');
    expect(await text([aReport(), named(aConflict(), 'sick.example')], { onlyProblems: true })).not.toContain(
      '203.0.113.6  ok  shop',
    );
    expect(await text([aReport()], { onlyProblems: true })).toBe(
      '1 target at 2 addresses: 1 ok (5 connections, 0.0 s)\n',
    );
    expect(await text(many.slice(0, 50))).toContain('h49.example');
  });

  it('says how far a limiter let it come, and what is not known', async () => {
    const limited = anObservation('no-name', null, { outcome: 'interrupted', reason: 'limited' });
    const endpoints = [
      anEndpoint('203.0.113.5', GOOD, {
        status: 'unknown',
        observations: [anObservation('target-name', GOOD), limited],
      }),
    ];
    const told = await text([aReport({ status: 'unknown', endpoints })], { columns: 300 });
    expect(told).toMatch(/^ {2}203\.0\.113\.5: it stopped answering after 1 answer, /m);
    expect(told).not.toMatch(/\n\n\n/);
  });

  it('names notices without alarm', async () => {
    const findings = [aFinding({ code: 'sni-required', severity: 'notice', message: 'no fallback answers' })];
    const told = await text([aReport({ findings })]);
    expect(told).toContain('Worth knowing\n  - sni-required, shop.example: no fallback answers');
    expect(told).toContain('1 ok');
  });

  it('tells the change of each name in its own words', async () => {
    const told = await text([aChanged('shop.example'), aChanged('blog.example')], { columns: 300 });
    for (const host of ['shop.example', 'blog.example'])
      expect(told).toContain(`  - replaced, ${host}: ${host} is served a newer certificate at 203.0.113.5\n`);
  });

  it('tells changes above fifty targets, and counts what would fill pages', async () => {
    const many = Array.from({ length: 60 }, (_, index) => aChanged(`n${index}.example`));
    const told = await text([...many, aReport()], { columns: 300 });
    expect(told).toContain('n39.example is served a newer certificate');
    expect(told).toContain('  - replaced, 20 more: --format jsonl has them');
    expect(told).not.toMatch(/^shop\.example/m);
  });

  it.each([60, 80, 100, 120, 200])('keeps the table within %i columns', async (columns) => {
    const long = named(aConflict(), `${'a-very-long-label.'.repeat(5)}example`);
    const table = (await text([long], { columns })).split('\n\n')[0] ?? '';
    for (const line of table.split('\n')) expect(line.length).toBeLessThanOrEqual(Math.max(columns, 86));
    expect(table.replace(/\s/g, '')).toContain('[ip-binding-conflict]');
  });

  it('never breaks a command', async () => {
    const command = `$ netsh http delete sslcert ipport=${'x'.repeat(150)} and more`;
    const diagnosis = aDiagnosis({ remedies: [{ platform: 'any', steps: [command] }] });
    const conflict = aConflict();
    const endpoints = conflict.endpoints.map((each, index) => (index === 0 ? { ...each, diagnosis } : each));
    expect(await text([{ ...conflict, endpoints }], { columns: 80 })).toContain(command);
  });

  it('paints on a terminal only, and only the status', async () => {
    expect(await text([aConflict()])).not.toContain('\u001b');
    expect(await text([aConflict()], { colour: true })).toContain('\u001b[31mcritical\u001b[0m [ip-binding-conflict]');
  });

  it('lets no text of a peer out as it is', async () => {
    const hostile = aConflict({
      certificates: { [GOOD]: aCertificate({ subject: `CN=${HOSTILE}`, issuer: `CN=${HOSTILE}` }) },
      findings: [aFinding({ message: HOSTILE, citations: [HOSTILE] })],
      diagnosis: aDiagnosis(),
    });
    const diagnosis = aDiagnosis({
      title: HOSTILE,
      explanation: HOSTILE,
      evidence: [HOSTILE],
      alternatives: [{ cause: 'another-server', certainty: 'possible', tellApart: HOSTILE }],
      remedies: [{ platform: HOSTILE, steps: [HOSTILE] }],
    });
    const endpoints = hostile.endpoints.map((each) => ({
      ...each,
      status: 'critical' as const,
      diagnosis,
      http: { status: 200, server: HOSTILE },
      address: HOSTILE,
    }));
    const told = await text([named({ ...hostile, endpoints }, HOSTILE), named(anUnresolved(), HOSTILE)]);
    expect(told.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202e]/u);
    expect(told).not.toMatch(/^::error/m);
  });
});
