import { describe, expect, it } from 'vitest';
import { endpointCode, statusWords, targetWords, unresolvedCode } from '../../src/report/codes.js';
import { aDiagnosis, aFinding, anEndpoint, anObservation, anUnresolved, aReport, GOOD } from '../support/reports.js';

describe('targetWords', () => {
  it.each([
    ['shop.example', 443, null, 'shop.example'],
    ['shop.example', 8443, null, 'shop.example:8443'],
    ['2001:db8::5', 443, null, '[2001:db8::5]'],
    ['2001:db8::5', 8443, null, '[2001:db8::5]:8443'],
    ['mail.example', 25, 'smtp', 'smtp://mail.example:25'],
    ['b..example', 0, null, 'b..example'],
  ])('%s %i %s is written %s', (host, port, starttls, words) => {
    expect(targetWords({ host, port, starttls, source: null, labels: {} })).toBe(words);
  });
});

describe('endpointCode', () => {
  const sick = anEndpoint('203.0.113.5', GOOD, { status: 'warning' });

  it('is the cause, where there is one', () => {
    expect(endpointCode(aReport(), { ...sick, diagnosis: aDiagnosis() })).toBe('ip-binding-conflict');
  });

  it('is the heaviest finding of that address otherwise', () => {
    const findings = [
      aFinding({ code: 'sni-required', severity: 'notice' }),
      aFinding({ code: 'weak-key', severity: 'warning' }),
      aFinding({ code: 'expired', severity: 'critical', address: '203.0.113.6' }),
      aFinding({ code: 'untrusted', severity: 'critical', accepted: { until: '2030-01-01', reason: 'known' } }),
    ];
    expect(endpointCode(aReport({ findings }), sick)).toBe('weak-key');
  });

  it('is how the questions ended, where nothing else says', () => {
    const limited = anObservation('no-name', null, { outcome: 'interrupted', reason: 'limited' });
    const observations = [anObservation('target-name', GOOD), limited];
    expect(endpointCode(aReport(), { ...sick, status: 'unknown', observations })).toBe('limited');
    expect(endpointCode(aReport(), { ...sick, status: 'unknown', observations: [] })).toBeNull();
  });

  it('is nothing where all is well', () => {
    expect(endpointCode(aReport({ findings: [aFinding()] }), anEndpoint('203.0.113.5', GOOD))).toBeNull();
  });
});

describe('unresolvedCode', () => {
  it('tells a name without addresses from a line that is none', () => {
    expect(unresolvedCode(anUnresolved())).toBe('unresolved');
    const resolution = { ...anUnresolved().resolution, reason: 'bad-target' };
    expect(unresolvedCode(anUnresolved({ resolution }))).toBe('bad-target');
  });
});

describe('statusWords', () => {
  it('puts the code in brackets', () => {
    expect([statusWords('critical', 'expired'), statusWords('ok', null)]).toEqual(['critical [expired]', 'ok']);
  });
});
