import { describe, expect, it } from 'vitest';
import { createComparison } from '../../src/expectation/compare-baseline.js';
import type { TargetReport } from '../../src/model/report.js';
import { baselineOf } from '../support/baselines.js';
import { aCertificate, anEndpoint, anObservation, anUnresolved, aReport, GOOD, LEGACY } from '../support/reports.js';

const NEWER = 'e5'.repeat(32);
const STRANGER = 'f6'.repeat(32);
const certificates = {
  [STRANGER]: aCertificate({ subject: 'CN=stranger', dnsNames: ['stranger.example'] }),
  [GOOD]: aCertificate(),
  [LEGACY]: aCertificate({ subject: 'CN=legacy', notBefore: '2025-01-01T00:00:00Z' }),
  [NEWER]: aCertificate({ notBefore: '2026-11-01T00:00:00Z', notAfter: '2027-11-01T00:00:00Z' }),
};
const of = (host: string, endpoints: TargetReport['endpoints']) =>
  aReport({ target: { ...aReport().target, host }, endpoints, certificates });
const before = [
  of('shop.example', [anEndpoint('203.0.113.5', GOOD)]),
  of('mail.example', [anEndpoint('203.0.113.5', LEGACY)]),
];
const baseline = baselineOf(before);
const compare = (report: TargetReport, expectChange: readonly string[] | null = null) =>
  createComparison({ baseline, expectChange })(report);
const codes = (report: TargetReport) => report.findings.map((finding) => `${finding.severity} ${finding.code}`);

describe('against a baseline', () => {
  it('nothing changed: the report is as it was', () => {
    expect(before.map((report) => compare(report))).toEqual(before);
  });

  it('says by what a certificate was replaced, newer or older, as a notice', () => {
    const fallback = {
      observations: [
        anObservation('target-name', NEWER),
        anObservation('no-name', GOOD),
        anObservation('unknown-name', GOOD),
      ],
    };
    const report = compare(of('shop.example', [anEndpoint('203.0.113.5', NEWER, fallback)]));
    expect(codes(report)).toEqual(['notice replaced']);
    expect(report.changes[0]).toMatchObject({ code: 'replaced', address: '203.0.113.5', before: GOOD, after: NEWER });
    expect(report.changes[0]?.message).toContain('a newer certificate: "CN=shop.example" until 2027-11-01');
    expect(report.status).toBe('ok');
    const older = compare(
      of('shop.example', [anEndpoint('203.0.113.5', LEGACY, { observations: [anObservation('target-name', LEGACY)] })]),
    );
    expect(older.changes[0]?.message).toContain('an older certificate: "CN=legacy"');
  });

  it('says which addresses came and went', () => {
    const report = compare(of('shop.example', [anEndpoint('203.0.113.6', GOOD)]));
    expect(codes(report)).toEqual(['notice endpoint-appeared', 'notice endpoint-disappeared']);
  });

  it('does not miss an address that another target of the run asks about', () => {
    const report = of('shop.example', [anEndpoint('203.0.113.6', GOOD)]);
    const alsoAsked = new Map([['shop.example 443 tls', new Set(['203.0.113.5', '203.0.113.6'])]]);
    const compared = createComparison({ baseline, expectChange: null, alsoAsked })(report);
    expect(codes(compared)).toEqual(['notice endpoint-appeared']);
  });

  it('says that the fallback changed, and that the name sent now makes a difference', () => {
    const observations = [
      anObservation('target-name', GOOD),
      anObservation('no-name', GOOD),
      anObservation('unknown-name', null),
    ];
    const report = compare(of('shop.example', [anEndpoint('203.0.113.5', GOOD, { observations })]));
    expect(codes(report)).toEqual(['notice selection-changed']);
    expect(report.changes[0]?.message).toMatch(
      /refused unrecognized_name; it was .*and the name sent now makes a difference/,
    );
  });

  it('with --expect-change: the wanted host may, its neighbour is the classic accident, another host is critical', () => {
    const wanted = compare(of('shop.example', [anEndpoint('203.0.113.5', NEWER)]), ['shop.example']);
    expect(wanted.status).toBe('ok');
    expect(codes(wanted).every((code) => code.startsWith('notice'))).toBe(true);
    const neighbour = compare(of('mail.example', [anEndpoint('203.0.113.5', NEWER)]), ['shop.example']);
    expect(codes(neighbour)).toContain('critical neighbour-changed');
    expect(neighbour.status).toBe('critical');
    expect(neighbour.endpoints[0]?.status).toBe('critical');
    const other = compare(of('shop.example', [anEndpoint('203.0.113.5', NEWER)]), ['elsewhere.example']);
    expect(codes(other)).toContain('critical replaced');
  });

  it('with --expect-change: the fallback may change with the wanted host whose certificate it is, and to nothing else', () => {
    const shared = baselineOf([
      of('shop.example', [anEndpoint('203.0.113.5', GOOD)]),
      of('mail.example', [
        anEndpoint('203.0.113.5', LEGACY, {
          observations: [anObservation('target-name', LEGACY), anObservation('no-name', GOOD)],
        }),
      ]),
    ]);
    const mail = (fallback: string) =>
      createComparison({ baseline: shared, expectChange: ['shop.example'] })(
        of('mail.example', [
          anEndpoint('203.0.113.5', LEGACY, {
            observations: [anObservation('target-name', LEGACY), anObservation('no-name', fallback)],
          }),
        ]),
      );
    expect(codes(mail(NEWER))).toEqual(['notice selection-changed']);
    expect(mail(NEWER).status).toBe('ok');
    expect(codes(mail(STRANGER))).toEqual(['critical selection-changed']);
  });

  it('what could not be observed is no change', () => {
    const silent = anObservation('target-name', null, { outcome: 'unreachable', reason: 'timed-out', alert: null });
    expect(compare(of('shop.example', [anEndpoint('203.0.113.5', null, { observations: [silent] })])).changes).toEqual(
      [],
    );
    expect(compare(anUnresolved({ target: { ...aReport().target } })).changes).toEqual([]);
  });
});
