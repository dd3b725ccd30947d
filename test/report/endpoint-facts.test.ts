import { describe, expect, it } from 'vitest';
import { addressLabel, matchesExpectation, notAfterOf } from '../../src/report/endpoint-facts.js';
import { aConflict, anEndpoint, anObservation, aReport, GOOD } from '../support/reports.js';

describe('an endpoint in a monitor', () => {
  it('is called by its address, with a port of its own beside it', () => {
    const label = (address: string, port: number) => addressLabel(aReport(), anEndpoint(address, GOOD, { port }));
    expect(label('203.0.113.5', 443)).toBe('203.0.113.5');
    expect(label('203.0.113.5', 8443)).toBe('203.0.113.5:8443');
    expect(label('2001:db8::5', 443)).toBe('2001:db8::5');
    expect(label('2001:db8::5', 8443)).toBe('[2001:db8::5]:8443');
  });

  it('matches, contradicts, or says nothing', () => {
    const [good = anEndpoint('', null)] = aReport().endpoints;
    expect(matchesExpectation(aReport(), good)).toBe(true);
    const report = aConflict();
    const wrong = report.endpoints.find(({ status }) => status === 'critical') ?? good;
    expect(matchesExpectation(report, wrong)).toBe(false);
    const unreachable = anEndpoint('a', null, {
      observations: [anObservation('target-name', null, { outcome: 'unreachable', reason: 'refused' })],
    });
    expect(matchesExpectation(report, unreachable)).toBeNull();
    expect(matchesExpectation(report, anEndpoint('a', null))).toBe(false);
  });

  it('ends when its certificate does; never where none was read', () => {
    const [good = anEndpoint('', null)] = aReport().endpoints;
    expect(notAfterOf(aReport(), good)).toBe(Date.parse('2027-10-01T00:00:00Z'));
    expect(notAfterOf(aReport(), anEndpoint('a', null))).toBeNull();
    expect(notAfterOf(aReport(), anEndpoint('a', 'ff'.repeat(32)))).toBeNull();
  });
});
