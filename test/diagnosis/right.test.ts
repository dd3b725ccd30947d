import { describe, expect, it } from 'vitest';
import { judgeFor } from '../../src/diagnosis/right.js';
import type { Certificate } from '../../src/model/certificate.js';
import { certificate, type Given, HOST, run } from './support.js';

const right = certificate('A', { names: [HOST] });
const earlier = certificate('A-', {
  names: [HOST],
  notBefore: '2026-01-15T00:00:00Z',
  notAfter: '2027-01-15T00:00:00Z',
});
const later = certificate('A+', { names: [HOST], notBefore: '2026-11-10T00:00:00Z', notAfter: '2027-11-10T00:00:00Z' });
const other = certificate('X');

function judge(expected: readonly Certificate[] | null, ...served: readonly Given[]) {
  const sites = served.map((given, index) => ({ address: `203.0.113.${index + 1}`, server: () => given }));
  return judgeFor(run({ ...(expected === null ? {} : { expected }), sites, follow: false }).evidence);
}

describe('how a certificate stands to what should be served', () => {
  it('by certificate: editions are told by names, key type and dates', () => {
    const { standing } = judge([right], right);
    expect([right, earlier, later, other].map(standing)).toEqual(['right', 'earlier', 'later', 'other']);
    expect(standing(certificate('E', { names: [HOST], keyType: 'ecdsa' }))).toBe('other');
  });

  it('by a fingerprint that nothing served: what covers the name may be any edition', () => {
    const evidence = run({
      expected: [right],
      sites: [{ address: '203.0.113.1', server: () => earlier }],
      follow: false,
    }).evidence;
    const { standing } = judgeFor({ ...evidence, certificates: new Map([[earlier.sha256, earlier]]) });
    expect(standing(earlier)).toBe('unknown-edition');
    expect(standing(other)).toBe('other');
  });

  it('by name: the later edition elsewhere makes this one earlier, past two thirds of its life', () => {
    expect(judge(null, earlier).standing(earlier)).toBe('right');
    expect(judge(null, earlier, right).standing(earlier)).toBe('earlier');
    expect(judge(null, right, later).standing(right)).toBe('right');
    const elsewhere = certificate('A2', {
      names: [HOST],
      issuer: 'O=Other CA',
      issuerAttributes: [{ type: 'O', value: 'Other CA' }],
    });
    expect(judge(null, earlier, elsewhere).standing(earlier)).toBe('right');
  });

  it('a wildcard row is the name’s own when its certificate covers the name or is an edition of the right one', () => {
    const { isOwn } = judge([right], right);
    expect([certificate('W', { names: ['*.example.net'] }), earlier, other].map(isOwn)).toEqual([true, true, false]);
  });
});
