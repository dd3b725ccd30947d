import { describe, expect, it } from 'vitest';
import { eventsBetween } from '../../src/serve/history.js';
import { factsOf } from '../../src/serve/metrics/facts.js';
import { aConflict, anEndpoint, anObservation, anUnresolved, aReport, GOOD, LEGACY } from '../support/reports.js';

const facts = (report: Parameters<typeof factsOf>[1]) => factsOf('shop.example', report);
const short = (before: Parameters<typeof eventsBetween>[0], after: Parameters<typeof eventsBetween>[1]) =>
  eventsBetween(before, after).map(({ kind, address, before: was, after: is }) => [kind, address, was, is]);

describe('what changed', () => {
  it('from nothing: the status', () => {
    expect(eventsBetween(null, facts(aReport()))).toEqual([
      { at: '2026-11-20T06:00:00.000Z', kind: 'status', address: null, before: null, after: 'ok' },
    ]);
  });

  it('nothing, where all is as it was', () => {
    expect(short(facts(aReport()), facts(aReport({ durationMs: 99 })))).toEqual([]);
  });

  it('a certificate, with what was before and what is now', () => {
    expect(short(facts(aReport()), facts(aConflict()))).toEqual([
      ['status', null, 'ok', 'critical [ip-binding-conflict]'],
      ['served', '203.0.113.5', GOOD, LEGACY],
    ]);
    expect(short(facts(aConflict()), facts(aReport()))).toEqual([
      ['status', null, 'critical [ip-binding-conflict]', 'ok'],
      ['served', '203.0.113.5', LEGACY, GOOD],
    ]);
  });

  it('an address that comes or goes', () => {
    const fewer = facts(aReport({ endpoints: [anEndpoint('203.0.113.5', GOOD)] }));
    expect(short(facts(aReport()), fewer)).toEqual([['address', '203.0.113.6', GOOD, null]]);
    expect(short(fewer, facts(aReport()))).toEqual([['address', '203.0.113.6', null, GOOD]]);
  });

  it('a refusal is a change of what is served; a failure to ask is not', () => {
    const refused = facts(
      aReport({
        status: 'critical',
        endpoints: [anEndpoint('203.0.113.5', null, { status: 'critical' }), anEndpoint('203.0.113.6', GOOD)],
      }),
    );
    expect(short(facts(aReport()), refused)).toContainEqual(['served', '203.0.113.5', GOOD, null]);
    const observations = [anObservation('target-name', null, { outcome: 'unreachable', reason: 'timed-out' })];
    const silent = facts(
      aReport({
        status: 'unknown',
        endpoints: [
          anEndpoint('203.0.113.5', null, { status: 'unknown', observations }),
          anEndpoint('203.0.113.6', GOOD),
        ],
      }),
    );
    expect(short(facts(aReport()), silent).map(([kind]) => kind)).toEqual(['status']);
    expect(short(facts(aReport()), facts(anUnresolved())).map(([kind]) => kind)).toEqual(['status']);
  });
});
