import { describe, expect, it } from 'vitest';
import type { Diagnosis } from '../../src/model/diagnosis.js';
import type { EndpointReport, TargetReport } from '../../src/model/report.js';
import { leadingSentence } from '../../src/report/leading-sentence.js';
import { aConflict, aDiagnosis, aFinding, anEndpoint, anUnresolved, aReport, GOOD } from '../support/reports.js';

const sick = (address: string, diagnosis: Diagnosis | null, over: Partial<EndpointReport> = {}) =>
  anEndpoint(address, null, { status: 'critical', diagnosis, ...over });
const report = (endpoints: readonly EndpointReport[], over: Partial<TargetReport> = {}) =>
  aReport({ status: 'critical', endpoints, diagnosis: endpoints[0]?.diagnosis ?? null, ...over });
const unreachable = (place: string, ending = 'connection refused') =>
  aDiagnosis({ cause: 'unreachable', title: `${place} cannot be reached: ${ending}` });
const conflict = (place: string) =>
  aDiagnosis({ title: `shop.example is served "CN=legacy" at ${place}, as every name` });

describe('leadingSentence of a diagnosis', () => {
  it('is its title where that names target and address', () => {
    expect(leadingSentence(aConflict())).toBe(aConflict().diagnosis?.title);
  });

  it('names the target where the title speaks of the address alone', () => {
    expect(leadingSentence(report([sick('203.0.113.60', unreachable('203.0.113.60'))]))).toBe(
      'shop.example at 203.0.113.60 cannot be reached: connection refused',
    );
  });

  it('joins the addresses with the same to tell', () => {
    const hosts = ['203.0.113.10', '203.0.113.11', '2001:db8::5'];
    expect(leadingSentence(report(hosts.map((each) => sick(each, unreachable(each)))))).toBe(
      'shop.example at 203.0.113.10, 203.0.113.11 and 2001:db8::5 cannot be reached: connection refused',
    );
    expect(leadingSentence(report(hosts.map((each) => sick(each, conflict(each)))))).toBe(
      'shop.example is served "CN=legacy" at 203.0.113.10, 203.0.113.11 and 2001:db8::5, as every name',
    );
  });

  it('names addresses with another story by their codes', () => {
    const endpoints = [
      sick('203.0.113.10', conflict('203.0.113.10')),
      sick('203.0.113.11', unreachable('203.0.113.11', 'no answer in time'), { status: 'unknown' }),
      anEndpoint('203.0.113.12', GOOD),
    ];
    expect(leadingSentence(report(endpoints))).toBe(
      'shop.example is served "CN=legacy" at 203.0.113.10, as every name; also 203.0.113.11 unknown [unreachable]',
    );
  });

  it('writes a port that is not 443, and does not take a longer name for the target', () => {
    const target = { host: 'shop.example', port: 8443, starttls: null, source: null, labels: {} };
    const diagnosis = unreachable('[2001:db8::5]:8443');
    expect(leadingSentence(report([sick('2001:db8::5', diagnosis, { port: 8443 })], { target }))).toBe(
      'shop.example:8443 at [2001:db8::5]:8443 cannot be reached: connection refused',
    );
    const other = aDiagnosis({ title: 'shop.example.org is down' });
    expect(leadingSentence(report([sick('203.0.113.5', other)]))).toBe(
      'shop.example at 203.0.113.5: shop.example.org is down',
    );
  });
});

describe('leadingSentence of the others', () => {
  it('is a finding with the target and every address where it was found', () => {
    const soon = (address: string) =>
      aFinding({ code: 'expires-soon', severity: 'warning', address, message: '"CN=soon.test" expires on 2026-12-01' });
    const findings = [soon('203.0.113.5'), soon('203.0.113.6')];
    expect(leadingSentence(aReport({ status: 'warning', findings }))).toBe(
      'shop.example at 203.0.113.5 and 203.0.113.6: "CN=soon.test" expires on 2026-12-01',
    );
    const wide = [aFinding({ address: null, message: 'addresses disagree' })];
    expect(leadingSentence(aReport({ status: 'critical', findings: wide }))).toBe('shop.example: addresses disagree');
    const gone = [aFinding({ address: '203.0.113.9', message: 'shop.example no longer has the address 203.0.113.9' })];
    expect(leadingSentence(aReport({ status: 'critical', findings: gone }))).toBe(gone[0]?.message);
  });

  it('is why there is no address, or the code, or nothing', () => {
    expect(leadingSentence(anUnresolved())).toBe('gone.example: DNS does not know the name');
    const endpoints = [anEndpoint('203.0.113.5', GOOD, { status: 'unknown' }), anEndpoint('203.0.113.6', GOOD)];
    expect(leadingSentence(aReport({ status: 'unknown', endpoints }))).toBe('shop.example at 203.0.113.5: unknown');
    expect(leadingSentence(aReport())).toBeNull();
  });
});
