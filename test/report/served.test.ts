import { describe, expect, it } from 'vitest';
import { certificateWords, outcomeWords, servedWords, untilWords } from '../../src/report/served.js';
import {
  aCertificate,
  aFinding,
  anEndpoint,
  anObservation,
  aReport,
  GOOD,
  HOSTILE,
  LEGACY,
} from '../support/reports.js';

describe('certificateWords', () => {
  it.each([
    [{}, 'shop.example, by Lab CA'],
    [{ subject: 'CN=legacy,O=Example', issuer: 'CN=Root\\, the first,C=DE' }, 'legacy, by Root, the first'],
    [{ subject: '', issuer: 'O=Lab' }, 'shop.example, by Lab'],
    [{ subject: 'O=Only an organisation', dnsNames: [] }, 'O=Only an organisation, by Lab CA'],
    [{ subject: 'OU=CN=x,CN=y' }, 'y, by Lab CA'],
    [{ subject: null, dnsNames: null, ipAddresses: null, issuer: null }, 'certificate a1a1a1a1a1a1a1a1'],
    [{ subject: '', dnsNames: [], ipAddresses: ['203.0.113.5'] }, '203.0.113.5, by Lab CA'],
    [{ selfSigned: true }, 'shop.example, self-signed'],
    [{ subject: 'CN=a\u001b[2Jb' }, 'a\\x1b[2Jb, by Lab CA'],
  ])('%j is called %s', (over, words) => {
    expect(certificateWords(aCertificate(over), GOOD)).toBe(words);
  });

  it('cuts a name that goes on for ever', () => {
    expect(certificateWords(aCertificate({ subject: `CN=${'x'.repeat(10_000)}` }), GOOD).length).toBeLessThan(100);
  });
});

describe('untilWords', () => {
  it.each([
    ['2027-10-01T00:00:00Z', '2027-10-01 (314 days)'],
    ['2026-11-21T07:00:00Z', '2026-11-21 (1 day)'],
    ['2026-11-15T05:00:00Z', '2026-11-15 (5 days ago)'],
    ['9999-12-31T23:59:59Z', '9999-12-31 (no end)'],
    [null, ''],
    ['nonsense', ''],
  ])('%s, seen on 2026-11-20, is %s', (notAfter, words) => {
    const report = aReport({ certificates: { [GOOD]: aCertificate({ notAfter }) } });
    expect(untilWords(report, anEndpoint('203.0.113.5', GOOD))).toBe(words);
  });

  it('counts the days from when they are judged', () => {
    expect(untilWords(aReport(), anEndpoint('203.0.113.5', GOOD), '2027-09-20T00:00:00Z')).toBe('2027-10-01 (11 days)');
  });

  it('is the end that the warning speaks of: that of the other key type', () => {
    const endpoint = anEndpoint('203.0.113.5', GOOD);
    const both = {
      ...endpoint,
      status: 'warning' as const,
      observations: [...endpoint.observations, anObservation('rsa-only', LEGACY)],
    };
    const certificates = {
      [GOOD]: aCertificate({ keyType: 'ecdsa' }),
      [LEGACY]: aCertificate({ notAfter: '2026-12-08T06:00:00Z' }),
    };
    const soon = aFinding({ code: 'expires-soon', severity: 'warning' });
    expect(untilWords(aReport({ certificates, findings: [soon] }), both)).toBe('2026-12-08 (18 days, rsa)');
    expect(untilWords(aReport({ certificates }), both)).toBe('2027-10-01 (314 days)');
  });

  it('is empty where nothing was served', () => {
    expect(untilWords(aReport(), anEndpoint('203.0.113.5', null))).toBe('');
  });
});

describe('outcomeWords', () => {
  it.each([
    ['refused', 'unrecognized_name', 'refused: alert unrecognized_name'],
    ['unreachable', 'refused', 'connection refused'],
    ['unreachable', 'timed-out', 'no answer: timed out'],
    ['interrupted', 'reset', 'connection reset'],
    ['interrupted', 'closed', 'connection closed'],
    ['starttls', 'not-offered', 'STARTTLS not offered'],
    ['not-tls', 'http', 'http, not TLS'],
    ['not-tls', 'unknown', 'not TLS'],
    ['malformed', 'ServerHello/extensions', 'malformed: ServerHello/extensions'],
    ['misbehaved', 'suite-not-offered', 'against the protocol: suite-not-offered'],
    ['incompatible', 'version', 'nothing in common: version'],
    ['over-limit', 'records', 'too much of it: records'],
    ['skipped', 'no-route-for-family', 'not asked: no route for this family'],
    ['skipped', 'aborted', 'not answered before the run was ended'],
    ['served', null, 'served'],
  ] as const)('%s %s reads %s', (outcome, reason, words) => {
    expect(outcomeWords(anObservation('target-name', null, { outcome, reason }))).toBe(words);
  });

  it('escapes a reason', () => {
    expect(outcomeWords(anObservation('target-name', null, { outcome: 'malformed', reason: HOSTILE }))).not.toMatch(
      /[\p{Cc}\u202e]/u,
    );
  });
});

describe('servedWords', () => {
  it('falls back to what is known', () => {
    const bare = aReport({ certificates: {} });
    expect(servedWords(bare, anEndpoint('203.0.113.5', GOOD))).toBe('certificate a1a1a1a1a1a1a1a1');
    expect(servedWords(bare, anEndpoint('203.0.113.5', null, { observations: [] }))).toBe('not asked');
  });
});
