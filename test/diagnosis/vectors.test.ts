/** The vectors of DESIGN section 5, and what "must hold" there, each as a run of survey, follow-ups and diagnosis. */
import { describe, expect, it } from 'vitest';
import { diagnose } from '../../src/diagnosis/diagnose.js';
import { examine } from '../../src/diagnosis/examine.js';
import { DEFAULT_POLICY } from '../../src/diagnosis/policy.js';
import { beside, certificate, type Given, HOST, type Outcome, RANDOM, run, SIBLING, table, told } from './support.js';

const right = certificate('A', { names: [HOST] });
const earlier = certificate('A-', {
  names: [HOST],
  notBefore: '2026-01-15T00:00:00Z',
  notAfter: '2027-01-15T00:00:00Z',
});
const later = certificate('A+', { names: [HOST], notBefore: '2026-11-10T00:00:00Z', notAfter: '2027-11-10T00:00:00Z' });
const both = certificate('AB', { names: [HOST, SIBLING] });
const sibling = certificate('B', { names: [SIBLING] });
const fallback = certificate('F');
const other = certificate('X');
const BESIDE = `${RANDOM}.example.net`;

/** One address; the sibling is a neighbour where it is given. */
function at(
  rows: Readonly<Record<string, Given>> & { readonly else: Given },
  options: {
    http?: string;
    expected?: boolean;
    siblings?: readonly string[];
    elsewhere?: Given;
    follow?: boolean;
  } = {},
): Outcome {
  const { http, expected = true, siblings = SIBLING in rows ? [SIBLING] : [], elsewhere, follow } = options;
  return run({
    ...(expected ? { expected: [right] } : {}),
    ...(follow === undefined ? {} : { follow }),
    siblings,
    sites: [
      { address: '203.0.113.5', server: table(rows), ...(http === undefined ? {} : { http }) },
      ...(elsewhere === undefined
        ? []
        : [{ address: '203.0.113.6', server: table({ [HOST]: elsewhere, [SIBLING]: sibling, else: fallback }) }]),
    ],
  });
}

describe('vectors of section 5', () => {
  it('T=U=N=S=F, F satisfies: healthy, and nothing more is asked', () => {
    const outcome = run({ siblings: [SIBLING], sites: [{ address: '203.0.113.5', server: () => both }] });
    expect(told(outcome)).toBe('ok -');
    expect(outcome.findings).toEqual([]);
    expect(outcome.asked).toEqual([[]]);
  });

  it('T=U=N=F, F covers T but another identity was expected: fallback-certificate, possible', () => {
    expect(told(at({ else: both }))).toBe('critical fallback-certificate possible');
  });

  it('… where only the fingerprint is known, what the name’s own row would hold stands first', () => {
    const unseen = { expected: [certificate('A*', { names: [HOST] })], expectedUnseen: true };
    for (const served of [right, certificate('W', { names: ['*.example.net'] })]) {
      const server = table({ else: served });
      const outcome = run({ ...unseen, sites: [{ address: '203.0.113.5', server }] });
      expect(told(outcome)).toBe('critical fallback-certificate possible');
      expect(beside(outcome)).toEqual([
        'stale-certificate',
        'wrong-certificate-bound',
        'renewed-certificate',
        'another-server',
        'ip-binding-conflict',
        'sni-not-supported',
        'missing-sni-host-match',
        'private-key-unusable',
      ]);
      const selects = table({ [SIBLING]: sibling, else: served });
      const besides = run({ ...unseen, siblings: [SIBLING], sites: [{ address: '203.0.113.5', server: selects }] });
      expect(told(besides)).toBe('critical fallback-certificate possible');
      expect(beside(besides).slice(0, 3)).toEqual([
        'stale-certificate',
        'wrong-certificate-bound',
        'renewed-certificate',
      ]);
    }
  });

  it.each([
    ['U=N=F', table({ [HOST]: right, else: fallback })],
    ['T=N, U=F', table({ [HOST]: right, none: right, else: fallback })],
    ['T=N, U refused 112', table({ [HOST]: right, none: right, else: 112 })],
  ])('… and where %s it is the name’s own row', (_, server) => {
    const expected = [certificate('A*', { names: [HOST] })];
    const outcome = run({ expected, expectedUnseen: true, sites: [{ address: '203.0.113.5', server }] });
    expect(told(outcome)).toBe('critical wrong-certificate-bound possible');
    expect(beside(outcome)).toEqual(['stale-certificate', 'renewed-certificate']);
  });

  it('T=U=N=F, F names T and the expected one does not: what its own row would hold stands first', () => {
    expect(beside(at({ else: both }))[0]).toBe('wrong-certificate-bound');
    const wildcard = certificate('W', { names: ['*.example.net'] });
    expect(beside(at({ else: wildcard }))[0]).toBe('another-server');
  });

  it('T=U=N=F, F an earlier edition: stale-certificate likely, conflict and missing match beside it', () => {
    const outcome = at({ else: earlier });
    expect(told(outcome)).toBe('critical stale-certificate likely');
    expect(beside(outcome)).toEqual(expect.arrayContaining(['ip-binding-conflict', 'missing-sni-host-match']));
  });

  it('T=U=N=F wrong, no sibling, one address: fallback-certificate', () => {
    const outcome = at({ else: fallback });
    expect(told(outcome)).toBe('critical fallback-certificate possible');
    expect(beside(outcome)).toEqual(
      expect.arrayContaining(['another-server', 'ip-binding-conflict', 'sni-not-supported', 'missing-sni-host-match']),
    );
  });

  it('T=U=N=S=F at every address: sni-not-supported likely with Microsoft-IIS/7.5, else fallback-certificate', () => {
    expect(told(at({ [SIBLING]: fallback, else: fallback }, { http: 'Microsoft-IIS/7.5' }))).toBe(
      'critical sni-not-supported likely',
    );
    expect(told(at({ [SIBLING]: fallback, else: fallback }, { http: 'Microsoft-IIS/10.0' }))).toBe(
      'critical fallback-certificate possible',
    );
  });

  it('T=U=N=S=F at one of several addresses: ip-binding-conflict likely, another server and no SNI beside it', () => {
    const outcome = at({ [SIBLING]: fallback, else: fallback }, { elsewhere: right });
    expect(told(outcome)).toBe('critical ip-binding-conflict likely');
    expect(beside(outcome)).toEqual(expect.arrayContaining(['another-server', 'sni-not-supported']));
    expect(told(outcome, 1)).toBe('ok -');
    expect(outcome.asked[1]).toEqual([]);
  });

  it('T=U=N=F, S its own: missing-sni-host-match likely, wrong certificate and a key that fell through beside it', () => {
    const outcome = at({ [SIBLING]: sibling, else: fallback });
    expect(told(outcome)).toBe('critical missing-sni-host-match likely');
    expect(beside(outcome)).toEqual(['ip-binding-conflict', 'private-key-unusable', 'wrong-certificate-bound']);
  });

  it('… and a calibrated acknowledgement leaves only what has no row for the name', () => {
    const named = (certificate: Given, acknowledged: boolean): Given =>
      typeof certificate === 'object' && 'sha256' in certificate ? { certificate, acknowledged } : certificate;
    const outcome = at({ [SIBLING]: named(sibling, true), else: named(fallback, false) });
    expect(told(outcome)).toBe('critical missing-sni-host-match likely');
    expect(beside(outcome)).toEqual(['ip-binding-conflict']);
  });

  it('… and a warning that the name is not known, beside the wrong certificate, names the missing match alone', () => {
    const outcome = at({
      [SIBLING]: sibling,
      none: fallback,
      else: { certificate: fallback, acknowledged: false, warned: true },
    });
    expect(told(outcome)).toBe('critical missing-sni-host-match certain');
    expect(beside(outcome)).toEqual([]);
  });

  it('T=N=F, U refused with 112: wrong-certificate-bound', () => {
    expect(told(at({ [HOST]: fallback, none: fallback, else: 112 }))).toBe('critical wrong-certificate-bound certain');
  });

  it('T=X, U=N=F, a random sibling gets X: a wildcard row answers, missing-sni-host-match', () => {
    const outcome = at({ [HOST]: other, [BESIDE]: other, else: fallback });
    expect(told(outcome)).toBe('critical missing-sni-host-match likely');
    expect(outcome.asked[0]).toContain('unknown-sibling');
  });

  it('T=X, U=N=F, a random sibling gets F: wrong-certificate-bound', () => {
    const outcome = at({ [HOST]: other, else: fallback });
    expect(told(outcome)).toBe('critical wrong-certificate-bound certain');
    expect(beside(outcome)).toEqual([]);
  });

  it('T=U=112, S served: missing-sni-host-match certain', () => {
    const outcome = at({ [SIBLING]: sibling, else: 112 });
    expect(told(outcome)).toBe('critical missing-sni-host-match certain');
    expect(beside(outcome)).toEqual([]);
  });

  it('T=U=N=112, no other name known there: missing-sni-host-match possible, what else refuses so beside it', () => {
    const outcome = at({ else: 112 });
    expect(told(outcome)).toBe('critical missing-sni-host-match possible');
    expect(beside(outcome)).toEqual(['another-server', 'no-certificate-served']);
    expect(told(at({ none: 80, else: 112 }))).toBe('critical missing-sni-host-match likely');
    expect(beside(at({ none: 80, else: 112 }))).toEqual(['no-certificate-served']);
  });

  it('T=U=N=S=112: every hello fails, and no alert about a name makes that more than possible', () => {
    expect(told(at({ [SIBLING]: 112, else: 112 }))).toBe('critical no-certificate-served possible');
  });

  it.each([40, 80, 'reset', 'close', 'silence'] as const)(
    'T=U=N=%s, no other name known there: no-certificate-served possible',
    (given) => {
      const outcome = at({ else: given });
      expect(told(outcome)).toBe('critical no-certificate-served possible');
      expect(beside(outcome)).toEqual(expect.arrayContaining(['missing-sni-host-match', 'backend-unavailable']));
    },
  );

  it.each([40, 80])('T=%i alone: other ways in are tried, then private-key-unusable possible', (code) => {
    const outcome = at({ [HOST]: code, [SIBLING]: sibling, else: fallback });
    expect(outcome.asked[0]).toEqual(expect.arrayContaining(['rsa-only', 'tls12-only', 'legacy-versions']));
    expect(told(outcome)).toBe('critical private-key-unusable possible');
    expect(beside(outcome)).toEqual(['backend-unavailable']);
  });

  it('T=U=N=R, S served: missing-sni-host-match likely, private-key-unusable beside it', () => {
    const outcome = at({ [SIBLING]: sibling, else: 'reset' });
    expect(told(outcome)).toBe('critical missing-sni-host-match likely');
    expect(beside(outcome)).toContain('private-key-unusable');
  });

  it('an IP target: no name is the control, only the unknown name varies', () => {
    const address = certificate('IP', { names: [], ipAddresses: ['203.0.113.5'] });
    const fine = run({ host: '203.0.113.5', sites: [{ address: '203.0.113.5', server: () => address }] });
    expect(told(fine)).toBe('ok -');
    const wrong = run({
      host: '203.0.113.5',
      sites: [{ address: '203.0.113.5', server: table({ none: other, else: fallback }) }],
    });
    expect(wrong.verdict.endpoints[0]?.diagnosis?.cause).toBe('wrong-certificate-bound');
  });
});

describe('what must hold', () => {
  it('private-key-unusable is likely where IIS was seen, always beside backend-unavailable', () => {
    const outcome = at({ [HOST]: 'reset', [SIBLING]: sibling, else: fallback }, { http: 'Microsoft-IIS/10.0' });
    expect(told(outcome)).toBe('critical private-key-unusable likely');
    expect(beside(outcome)).toEqual(['backend-unavailable']);
  });

  it('private-key-unusable is certain where the handshake signature does not verify', () => {
    const outcome = at({ [HOST]: { unproved: right }, [SIBLING]: sibling, else: fallback });
    expect(told(outcome)).toBe('critical private-key-unusable certain');
    expect(outcome.findings.map(({ code }) => code)).toContain('possession-failed');
  });

  it('a reset for one name alone is unexplained, with its candidates, while nothing more was asked', () => {
    const outcome = at({ [HOST]: 'reset', [SIBLING]: sibling, else: fallback }, { follow: false });
    expect(told(outcome)).toBe('unknown unexplained possible');
    expect(beside(outcome)).toEqual(['private-key-unusable', 'backend-unavailable']);
  });

  it('the sandwich: it fails, something else is served, it fails again a second later', () => {
    const outcome = at({ [HOST]: 'reset', [SIBLING]: sibling, else: fallback });
    const own = outcome.evidence.endpoints[0]?.observations.filter(({ probe }) => probe === 'target-name') ?? [];
    expect((own.at(-1)?.at ?? 0) - (own[0]?.at ?? 0)).toBeGreaterThanOrEqual(1000);
  });

  it.each([1, 2, 3, 4, 5, 6])('a limiter after %i connections: unknown, no cause, no more questions', (k) => {
    const outcome = run({
      expected: [right],
      sites: [{ address: '203.0.113.5', server: (_, __, connection) => (connection > k ? 'reset' : fallback) }],
    });
    const failures =
      outcome.evidence.endpoints[0]?.observations.filter(({ outcome: how }) => how === 'interrupted') ?? [];
    expect(failures.length).toBeLessThanOrEqual(5);
    // Six answers can be all that is asked.
    if (k < 6 || failures.length > 0) expect(told(outcome)).toBe('unknown -');
  });

  it('rotation: six samples, it came back', () => {
    const outcome = run({
      expected: [right],
      sites: [{ address: '203.0.113.5', server: (_, __, connection) => (connection % 2 === 0 ? right : earlier) }],
    });
    expect(told(outcome)).toBe('critical rotating-certificates certain');
    expect(outcome.findings.map(({ code }) => code)).toContain('unstable-answers');
  });

  describe('rotation: two machines with keys of different kinds', () => {
    const turns = (rsa: typeof right, ecdsa: typeof right, expected?: readonly (typeof right)[]) =>
      run({
        ...(expected === undefined ? {} : { expected }),
        sites: [
          {
            address: '203.0.113.5',
            server: (_, { keyTypes }, connection) => {
              if (connection % 3 !== 1) return rsa;
              return keyTypes === 'rsa' ? 40 : ecdsa;
            },
          },
        ],
      });
    const ecdsa = (notAfter: string) =>
      certificate('Ae', { names: [HOST], keyType: 'ecdsa', keyBits: 256, curve: 'P-256', notAfter });

    it('both right, one about to expire: a warning, and that they differ is said first', () => {
      const soon = certificate('A<', { names: [HOST], notAfter: '2026-12-01T00:00:00Z' });
      const outcome = turns(soon, ecdsa('2027-10-01T00:00:00Z'));
      expect(told(outcome)).toBe('warning -');
      expect(outcome.findings.map(({ code }) => code)).toEqual(['unstable-answers', 'expires-soon']);
    });

    it('one expired, or not the expected one: rotating-certificates', () => {
      expect(told(turns(right, ecdsa('2026-11-01T00:00:00Z')))).toBe('critical rotating-certificates certain');
      expect(told(turns(right, ecdsa('2027-10-01T00:00:00Z'), [right]))).toBe('critical rotating-certificates certain');
    });
  });

  it('changed once: told, and surveyed anew', () => {
    const outcome = run({
      expected: [right],
      sites: [
        {
          address: '203.0.113.5',
          server: (name, _, connection) => (connection > 3 ? right : name === HOST ? other : fallback),
        },
      ],
    });
    expect(told(outcome)).toBe('warning -');
    expect(outcome.findings.map(({ code }) => code)).toEqual(['changed-during-run']);
  });

  it('a different certificate without SNI is no fault', () => {
    const outcome = at({ [HOST]: right, [SIBLING]: sibling, else: fallback });
    expect(told(outcome)).toBe('ok -');
    expect(outcome.findings).toEqual([]);
    expect(outcome.asked).toEqual([[]]);
  });

  it('without an expectation, an earlier edition past two thirds of its life is stale where a later one is elsewhere: likely, a warning', () => {
    const outcome = at({ [HOST]: earlier, else: fallback }, { expected: false, elsewhere: right });
    expect(told(outcome)).toBe('warning stale-certificate likely');
    expect(outcome.findings.map(({ code }) => code)).toEqual(['addresses-disagree']);
  });

  it('a later edition means that the expectation is out of date: a warning', () => {
    const outcome = at({ [HOST]: later, [SIBLING]: sibling, else: fallback });
    expect(told(outcome)).toBe('warning renewed-certificate certain');
    expect(outcome.findings).toMatchObject([{ code: 'unexpected-certificate', severity: 'warning' }]);
  });

  it('a certificate made for the random name: intercepted', () => {
    const outcome = run({
      sites: [
        { address: '203.0.113.5', server: (name) => certificate(`M${name}`, { names: [name ?? 'gateway.example'] }) },
      ],
      trust: () => ({ trusted: false, reason: 'SELF_SIGNED_CERT_IN_CHAIN', anchors: 'bundled' }),
    });
    expect(told(outcome)).toBe('critical intercepted certain');
  });

  it('all hellos fail: no certificate is served', () => {
    const outcome = at({ [SIBLING]: 80, none: 'reset', else: 80 });
    expect(told(outcome)).toBe('critical no-certificate-served certain');
    expect(told(at({ else: 'reset' }))).toMatch(/^critical no-certificate-served/);
    expect(beside(at({ else: 'reset' }))).toContain('private-key-unusable');
  });

  it('unreachable is unknown, and --unreachable moves it', () => {
    const sites = [{ address: '203.0.113.5', server: (): Given => 'closed-port' }];
    expect(told(run({ sites }))).toBe('unknown unreachable certain');
    expect(run({ sites, policy: { unreachable: 'critical' } }).verdict.status).toBe('critical');
    expect(run({ sites, policy: { unreachable: 'ignore' } }).verdict.status).toBe('ok');
  });

  it('a port that speaks something else', () => {
    expect(told(run({ sites: [{ address: '203.0.113.5', server: () => 'http' }] }))).toBe('critical not-tls certain');
  });

  it('RSA clients are served an earlier edition', () => {
    const ecdsa = certificate('Ae', { names: [HOST], keyType: 'ecdsa', keyBits: 256, curve: 'P-256' });
    const outcome = run({
      expected: [right, ecdsa],
      sites: [
        {
          address: '203.0.113.5',
          server: (name, { keyTypes }) => (name !== HOST ? fallback : keyTypes === 'rsa' ? earlier : ecdsa),
        },
      ],
    });
    expect(told(outcome)).toBe('critical key-type-differs certain');
  });

  it('the right certificate, expired', () => {
    const expired = certificate('Ax', { names: [HOST], notAfter: '2026-11-01T00:00:00Z' });
    const outcome = run({
      expected: [expired],
      sites: [{ address: '203.0.113.5', server: table({ [HOST]: expired, else: fallback }) }],
    });
    expect(told(outcome)).toBe('critical certificate-invalid certain');
    expect(outcome.findings.map(({ code }) => code)).toEqual(['expired']);
  });

  it('known default certificates: an edge is another server, a fallback never is', () => {
    const edge = certificate('E', { knownAs: { product: 'CloudFront', meaning: 'edge' } });
    expect(told(at({ else: edge }))).toBe('critical another-server likely');
    expect(told(at({ [SIBLING]: sibling, else: edge }))).toBe('critical missing-sni-host-match likely');
    const fake = certificate('K', { knownAs: { product: 'ingress-nginx', meaning: 'fallback/placeholder' } });
    const outcome = at({ else: fake });
    expect(told(outcome)).toBe('critical missing-sni-host-match likely');
    expect(beside(outcome)).not.toContain('another-server');
  });

  it('warning 112 beside the right certificate is a finding, no cause', () => {
    const outcome = at({ [HOST]: { certificate: right, acknowledged: false, warned: true }, else: fallback });
    expect(told(outcome)).toBe('warning -');
    expect(outcome.findings.map(({ code }) => code)).toEqual(['unrecognized-name-warning']);
  });

  it('no fallback is allowed: a notice', () => {
    const outcome = at({ [HOST]: right, else: 'reset' });
    expect(told(outcome)).toBe('ok -');
    expect(outcome.findings).toMatchObject([{ code: 'sni-required', severity: 'notice' }]);
    expect(outcome.asked).toEqual([[]]);
  });

  it('one lost connection is no ground for that notice; an alert is, at once', () => {
    const lost = (loses: (connection: number) => boolean) =>
      run({
        expected: [right],
        sites: [
          {
            address: '203.0.113.5',
            server: (name, _, connection) =>
              name === HOST ? right : name === null && loses(connection) ? 'reset' : fallback,
          },
        ],
      });
    const once = lost((connection) => connection === 2);
    expect(told(once)).toBe('ok -');
    expect(once.findings).toEqual([]);
    const half = lost((connection) => connection % 2 === 0);
    expect(told(half)).toBe('warning -');
    expect(half.findings.map(({ code }) => code)).toEqual(['unstable-answers']);
    const alert = at({ [HOST]: right, none: 112, else: fallback });
    expect(alert.findings.map(({ code }) => code)).toEqual(['sni-required']);
    const controls = alert.evidence.endpoints[0]?.observations.filter(({ probe }) => probe === 'no-name');
    expect(controls).toHaveLength(1);
  });

  it('only TLS 1.0 is spoken, with the right certificate: a warning, no cause', () => {
    const outcome = run({
      expected: [right],
      sites: [
        {
          address: '203.0.113.5',
          server: (_, { versions }) => (versions.includes('TLSv1.3') ? 70 : right),
          protocol: 'TLSv1',
        },
      ],
    });
    expect(told(outcome)).toBe('warning -');
    expect(outcome.findings.map(({ code }) => code)).toEqual(['legacy-protocol-only']);
  });

  describe('only TLS 1.0 is spoken', () => {
    const old = (served: typeof right) =>
      run({
        sites: [
          {
            address: '203.0.113.5',
            server: (_, { versions }) => (versions.includes('TLSv1.3') ? 70 : served),
            protocol: 'TLSv1',
          },
        ],
      });

    it('an expired certificate is at fault itself; nobody intercepts', () => {
      const outcome = old(certificate('Ax', { names: [HOST], notAfter: '2026-11-01T00:00:00Z' }));
      expect(outcome.verdict.diagnosis?.cause).toBe('certificate-invalid');
      expect(beside(outcome)).not.toContain('intercepted');
    });

    it('a foreign certificate: why it is served cannot be told', () => {
      expect(told(old(other))).toBe('critical fallback-certificate possible');
    });
  });

  it('what cannot be read as TLS, to every question: no certificate is served', () => {
    expect(told(run({ sites: [{ address: '203.0.113.5', server: () => 'over-limit' }] }))).toBe(
      'critical no-certificate-served certain',
    );
  });

  it('a wildcard row that covers the name has the wrong certificate: no key is suspected first', () => {
    const wildcard = certificate('W', { names: ['*.example.net'] });
    const outcome = at({ [HOST]: wildcard, [BESIDE]: wildcard, else: fallback });
    expect(told(outcome)).toBe('critical wrong-certificate-bound possible');
    expect(beside(outcome)).toEqual(['private-key-unusable']);
  });

  it('beyond the window, what other names were served there is evidence by itself', () => {
    const { evidence } = run({
      expected: [right],
      sites: [{ address: '203.0.113.5', server: () => fallback }],
      follow: false,
    });
    const summarised = {
      ...evidence,
      endpoints: evidence.endpoints.map((one) => ({
        ...one,
        neighbourSummary: { fingerprints: { [sibling.sha256]: 17 }, truncated: false },
      })),
    };
    const verdict = diagnose(summarised, examine(summarised, DEFAULT_POLICY));
    expect(verdict.diagnosis).toMatchObject({ cause: 'missing-sni-host-match', certainty: 'likely' });
  });

  it('the follow-ups are few', () => {
    const sick = [
      at({ else: fallback }),
      at({ [SIBLING]: sibling, else: fallback }),
      at({ [HOST]: 'reset', [SIBLING]: sibling, else: fallback }),
      at({ [SIBLING]: sibling, else: 'reset' }),
      at({ else: 'reset' }),
    ];
    for (const { asked } of sick) expect(asked[0]?.length).toBeLessThanOrEqual(14);
  });
});
