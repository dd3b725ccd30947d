import { describe, expect, it } from 'vitest';
import { createNagiosRenderer, nagiosStatus } from '../../src/report/nagios.js';
import { alerts, alertWords, readNagiosRange } from '../../src/report/nagios-range.js';
import { renderAll } from '../support/render.js';
import {
  aCertificate,
  aConflict,
  aDiagnosis,
  aFinding,
  anEndpoint,
  anObservation,
  anUnresolved,
  aReport,
  GOOD,
  HOSTILE,
  LEGACY,
} from '../support/reports.js';

const now = () => Date.parse('2026-11-20T00:00:00Z');
const options = { warning: readNagiosRange('-w', '30:'), critical: readNagiosRange('-c', '14:'), now, verbose: false };
const plugin = (...reports: Parameters<typeof renderAll>[1]) => renderAll(createNagiosRenderer(options), reports);

describe('the plugin’s output', () => {
  it('is one line with performance data', () => {
    expect(plugin(aReport())).toBe(
      "WHICHCERT OK - shop.example right, 315 days left | 'days_left'=315;30:;14: 'time'=41ms;;;0 'wrong_endpoints'=0;;0;0;2\n",
    );
  });

  it('names the cause', () => {
    expect(plugin(aConflict())).toMatch(
      /^WHICHCERT CRITICAL - \[ip-binding-conflict\] shop\.example is served "CN=legacy" at 203\.0\.113\.5, as every name there is \| /,
    );
    expect(plugin(anUnresolved(), aConflict(), aReport())).toMatch(
      /^WHICHCERT CRITICAL - \[ip-binding-conflict\] .* \(and 1 more of 3 targets\) \| /,
    );
    expect(plugin(anUnresolved())).toMatch(
      /^WHICHCERT UNKNOWN - \[unresolved\] gone\.example: DNS does not know the name \| /,
    );
    expect(plugin()).toMatch(/^WHICHCERT UNKNOWN - no target was asked/);
  });

  it('alerts on the days left', () => {
    const at = (day: string) => nagiosStatus([aReport()], { ...options, now: () => Date.parse(day) });
    expect(at('2027-08-01')).toBe('ok');
    expect(at('2027-09-10')).toBe('warning');
    expect(at('2027-09-20')).toBe('critical');
  });

  it('says which threshold was exceeded, where, and how far', () => {
    const on = (day: string, report = aReport()) =>
      renderAll(createNagiosRenderer({ ...options, now: () => Date.parse(day) }), [report]);
    expect(on('2027-09-10T12:00:00Z')).toMatch(
      /^WHICHCERT WARNING - shop\.example at 203\.0\.113\.5 and 203\.0\.113\.6: 20 days left, fewer than 30 \| 'days_left'=20;30:;14: /,
    );
    expect(on('2027-09-20T12:00:00Z')).toMatch(
      /^WHICHCERT CRITICAL - shop\.example at .*: 10 days left, fewer than 14 \| /,
    );
    expect(on('2027-10-03')).toMatch(/: expired 2 days ago, fewer than 14 \| 'days_left'=-2;/);
    expect(on('2027-09-10', aConflict())).toMatch(
      /^WHICHCERT CRITICAL - \[ip-binding-conflict\] shop\.example is served .*; 21 days left, fewer than 30 \| /,
    );
    const warning = aReport({ status: 'warning', findings: [aFinding({ severity: 'warning', address: null })] });
    expect(on('2027-09-20', warning)).toMatch(
      /^WHICHCERT CRITICAL - shop\.example at .*: 11 days left, fewer than 14; \[identifier-mismatch\] shop\.example: /,
    );
  });

  it('counts the certificate for clients of the other key type', () => {
    const rsa = anObservation('rsa-only', LEGACY);
    const endpoint = anEndpoint('203.0.113.5', GOOD);
    const report = aReport({
      endpoints: [{ ...endpoint, observations: [...endpoint.observations, rsa] }],
      certificates: { [GOOD]: aCertificate(), [LEGACY]: aCertificate({ notAfter: '2026-11-30T12:00:00Z' }) },
    });
    expect(plugin(report)).toMatch(
      /^WHICHCERT CRITICAL - shop\.example at 203\.0\.113\.5: 10 days left, fewer than 14/,
    );
  });

  it('lets no peer text begin performance data or a second line', () => {
    const text = plugin(aConflict({ diagnosis: aDiagnosis({ title: HOSTILE }) }));
    expect(text.split('\n')).toHaveLength(2);
    expect(text.split('|')).toHaveLength(2);
  });

  it('tells the whole story below when verbose', () => {
    const text = renderAll(createNagiosRenderer({ ...options, verbose: true }), [aConflict()]);
    expect(text).toContain('\n  203.0.113.6: ok, served CN=shop.example\n');
    expect(text).toContain('\n  or another-server (possible)');
  });
});

describe('a range', () => {
  it.each([
    ['10', [9, 0], [10, 11]],
    ['10:', [9, -1], [10, 11]],
    [' 10: ', [9, -1], [10, 11]],
    ['~:10', [11], [10, -5]],
    ['10:20', [9, 21], [10, 20]],
    ['@10:20', [10, 15, 20], [9, 21]],
    [':10', [-1, 11], [0, 10]],
  ])('%s', (text, wrong, right) => {
    const range = readNagiosRange('-w', text);
    expect(wrong.map((value) => alerts(range, value))).toEqual(wrong.map(() => true));
    expect(right.map((value) => alerts(range, value))).toEqual(right.map(() => false));
  });

  it.each([
    ['30:', 20, 'fewer than 30'],
    ['10:20', 30, 'more than 20'],
    ['@10:20', 15, 'between 10 and 20'],
    ['@~:20', 15, '20 or fewer'],
    ['@10:', 15, '10 or more'],
  ])('%s, on %i: %s', (text, value, words) => {
    expect(alertWords(readNagiosRange('-w', text), value)).toBe(words);
  });

  it.each(['', 'x', '20:10', '@', ':', '1:2:3', '10 20'])('refuses %j', (text) => {
    expect(() => readNagiosRange('-w', text)).toThrow(/^-w: .* is not a range/);
  });
});
