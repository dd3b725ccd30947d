import { describe, expect, it } from 'vitest';
import {
  acceptedWords,
  couldNotObserve,
  endpointCode,
  findingsElsewhere,
  leadingCode,
  sourceLocation,
  statusWords,
  targetWords,
  unresolvedCode,
  worstEndpoints,
} from '../../src/report/codes.js';

import { leadingSentence } from '../../src/report/leading-sentence.js';
import {
  aConflict,
  aDiagnosis,
  aFinding,
  anEndpoint,
  anObservation,
  anUnresolved,
  aReport,
  GOOD,
} from '../support/reports.js';

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
    // What was found before it stopped answering is no reason for not knowing.
    const report = aReport({ findings: [aFinding()] });
    expect(endpointCode(report, { ...sick, status: 'unknown', observations })).toBe('limited');
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

describe('leadingCode', () => {
  it('is what the text report prints in brackets', () => {
    expect(leadingCode(aConflict())).toBe('ip-binding-conflict');
    expect(leadingCode(anUnresolved())).toBe('unresolved');
    expect(leadingCode(aReport())).toBeNull();
    const limited = anObservation('no-name', null, { outcome: 'interrupted', reason: 'limited' });
    const endpoints = [
      anEndpoint('203.0.113.5', GOOD),
      anEndpoint('203.0.113.6', GOOD, { status: 'unknown', observations: [limited] }),
    ];
    expect(leadingCode(aReport({ status: 'unknown', endpoints }))).toBe('limited');
    expect(worstEndpoints(aReport({ endpoints })).map(({ address }) => address)).toEqual([
      '203.0.113.6',
      '203.0.113.5',
    ]);
  });

  it('of an endpoint that stopped answering is that; what was found before is told with it', () => {
    const limited = anObservation('no-name', null, { outcome: 'interrupted', reason: 'limited' });
    const observations = [anObservation('target-name', GOOD), limited];
    const endpoints = [anEndpoint('203.0.113.5', GOOD, { status: 'unknown', observations })];
    const report = aReport({ status: 'unknown', endpoints, findings: [aFinding()] });
    expect(leadingCode(report)).toBe('limited');
    const words = 'shop.example at 203.0.113.5: it stopped answering after 1 answer, as a limit on connections does';
    expect(leadingSentence(report)).toBe(`${words}; before that: the certificate does not cover shop.example`);
    expect(leadingSentence(aReport({ status: 'unknown', endpoints }))).toBe(words);
  });

  it('is the heaviest finding where no endpoint is at fault', () => {
    const findings = [aFinding({ code: 'endpoint-disappeared', address: '203.0.113.9', message: 'it is gone' })];
    const change = { address: '203.0.113.9', serverName: null, before: GOOD, after: null, message: 'it is gone' };
    const report = aReport({
      status: 'critical',
      findings,
      changes: [{ ...change, code: 'endpoint-disappeared' }],
    });
    expect(leadingCode(report)).toBe('endpoint-disappeared');
    expect(findingsElsewhere(report)).toEqual(findings);
    expect(leadingCode(aReport({ status: 'critical' }))).toBe('critical');
  });
});

describe('acceptedWords', () => {
  it('says until when and why', () => {
    const accepted = { until: '2026-12-31', reason: 'moves in January' };
    expect(acceptedWords(aFinding({ code: 'expired', accepted }))).toBe(
      'expired, accepted until 2026-12-31: moves in January',
    );
    expect(acceptedWords(aFinding({ code: 'expired' }))).toBe('expired');
  });
});

describe('couldNotObserve', () => {
  it('tells a failure to see from a wrong certificate, whatever weight it is given', () => {
    expect([aReport(), aConflict(), anUnresolved(), anUnresolved({ status: 'critical' })].map(couldNotObserve)).toEqual(
      [false, false, true, true],
    );
  });
});

describe('sourceLocation', () => {
  it.each([
    ['hosts.txt:12', { file: 'hosts.txt', line: 12 }],
    ['C:\\lists\\hosts.txt:3', { file: 'C:\\lists\\hosts.txt', line: 3 }],
    ['stdin:4', null],
    ['argument', null],
    [null, null],
  ])('%s', (source, location) => {
    expect(sourceLocation(source)).toEqual(location);
  });
});
