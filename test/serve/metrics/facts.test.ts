import { describe, expect, it } from 'vitest';
import { factsOf } from '../../../src/serve/metrics/facts.js';
import {
  aCertificate,
  aConflict,
  aFinding,
  anEndpoint,
  anObservation,
  anUnresolved,
  aReport,
  GOOD,
  HOSTILE,
  LEGACY,
} from '../../support/reports.js';

describe('facts', () => {
  it('of a healthy target', () => {
    const facts = factsOf('shop.example', aReport());
    expect(facts).toMatchObject({ target: 'shop.example', status: 'ok', code: null, findings: [] });
    expect(facts.at).toBe(Date.parse('2026-11-20T06:00:00.000Z'));
    expect(facts.endpoints).toHaveLength(2);
    expect(facts.endpoints[0]).toEqual({
      address: '203.0.113.5',
      status: 'ok',
      cause: null,
      notAfter: Date.parse('2027-10-01T00:00:00Z'),
      matches: true,
      served: GOOD,
      answers: ['target-name', 'no-name', 'unknown-name'].map((probe) => ({ probe, sha256: GOOD })),
    });
  });

  it('of a conflict: the certificate is there although it is the wrong one', () => {
    const { endpoints, code, findings } = factsOf('shop.example', aConflict());
    expect(code).toBe('ip-binding-conflict');
    expect(endpoints[0]).toMatchObject({ cause: 'ip-binding-conflict', matches: false, served: LEGACY });
    expect(endpoints[0]?.notAfter).not.toBeNull();
    expect(endpoints[1]).toMatchObject({ cause: null, matches: true });
    expect(findings).toEqual([{ address: '203.0.113.5', code: 'identifier-mismatch' }]);
  });

  it('of a name that is refused: it does not match', () => {
    const report = aReport({
      status: 'critical',
      endpoints: [anEndpoint('203.0.113.5', null, { status: 'critical' })],
    });
    expect(factsOf('x', report).endpoints[0]).toMatchObject({
      matches: false,
      served: null,
      notAfter: null,
      answers: [],
    });
  });

  it('of what could not be asked: nobody can say', () => {
    const observations = [anObservation('target-name', null, { outcome: 'unreachable', reason: 'timed-out' })];
    const report = aReport({
      status: 'unknown',
      endpoints: [anEndpoint('203.0.113.5', null, { status: 'unknown', observations })],
    });
    expect(factsOf('x', report).endpoints[0]?.matches).toBeNull();
    expect(factsOf('gone.example', anUnresolved())).toMatchObject({
      status: 'unknown',
      code: 'unresolved',
      endpoints: [],
    });
  });

  it('an accepted finding counts for nothing', () => {
    const accepted = { until: '2099-01-01', reason: 'known' };
    expect(factsOf('x', aReport({ findings: [aFinding({ accepted })] }))).toMatchObject({
      findings: [],
      endpoints: [{ matches: true }, { matches: true }],
    });
  });

  it('the port stands in the address where it differs', () => {
    const endpoints = [
      anEndpoint('203.0.113.5', GOOD, { port: 8443 }),
      anEndpoint('2001:db8::5', GOOD, { port: 8443 }),
    ];
    expect(factsOf('x', aReport({ endpoints })).endpoints.map(({ address }) => address)).toEqual([
      '203.0.113.5:8443',
      '[2001:db8::5]:8443',
    ]);
  });

  it('are bounded, whatever the name resolves to, and hold no control character', () => {
    const endpoints = Array.from({ length: 500 }, (_, index) => anEndpoint(`10.0.${index >> 8}.${index & 255}`, GOOD));
    const findings = Array.from({ length: 999 }, (_, index) =>
      aFinding({ code: `c${index}`, message: HOSTILE.repeat(9) }),
    );
    const facts = factsOf(
      'x',
      aReport({ status: 'critical', endpoints, findings, certificates: { [GOOD]: aCertificate() } }),
    );
    expect(facts.endpoints).toHaveLength(64);
    expect(facts.findings).toHaveLength(256);
    expect(facts.sentence).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(facts.sentence?.length).toBeLessThan(3_000);
  });
});
