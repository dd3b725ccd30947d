/** Every rule of src/diagnosis/findings: a run in which it speaks, with its severity, and one in which it is silent. */
import { describe, expect, it } from 'vitest';
import { RULES } from '../../../src/diagnosis/findings/rules.js';
import type { Finding } from '../../../src/model/finding.js';
import { certificate, type Given, HOST, type Run, run, type Server, table } from '../support.js';

const right = certificate('A', { names: [HOST] });
const root = certificate('R', {
  names: [],
  subject: 'CN=Private Root',
  issuer: 'CN=Private Root',
  subjectDer: Buffer.from('r'),
  issuerDer: Buffer.from('r'),
});
const serve =
  (given: Given): Server =>
  () =>
    given;
const at = (server: Server, more: Partial<Run> = {}): Run => ({ sites: [{ address: '203.0.113.5', server }], ...more });
const distrust = (reason: string) => () => ({ trusted: false, reason, anchors: 'bundled' });
const life = (notBefore: string, notAfter: string) => certificate('L', { names: [HOST], notBefore, notAfter });

interface Example {
  readonly code: string;
  readonly severity: Finding['severity'];
  readonly run: Run;
  readonly says?: RegExp;
}

const EXAMPLES: readonly Example[] = [
  {
    code: 'unexpected-certificate',
    severity: 'critical',
    run: at(serve(certificate('F')), { expected: [right] }),
    says: /expected .*--expect-fingerprint/,
  },
  {
    code: 'identifier-mismatch',
    severity: 'critical',
    run: at(serve(certificate('F'))),
    says: /does not cover shop\.example\.net/,
  },
  {
    code: 'expired',
    severity: 'critical',
    run: at(serve(life('2025-01-01T00:00:00Z', '2026-11-01T00:00:00Z'))),
    says: /19 days ago|20 days ago/,
  },
  {
    code: 'not-yet-valid',
    severity: 'critical',
    run: at(serve(life('2026-12-01T00:00:00Z', '2027-11-01T00:00:00Z'))),
    says: /clock/,
  },
  {
    code: 'possession-failed',
    severity: 'critical',
    run: at(serve({ unproved: right })),
    says: /do not belong together/,
  },
  {
    code: 'self-signed',
    severity: 'critical',
    run: at(serve(certificate('S', { names: [HOST], selfSigned: true })), {
      trust: distrust('DEPTH_ZERO_SELF_SIGNED_CERT'),
    }),
  },
  {
    code: 'untrusted',
    severity: 'critical',
    run: at(serve(right), { trust: distrust('SELF_SIGNED_CERT_IN_CHAIN') }),
    says: /not trusted/,
  },
  {
    code: 'incomplete-certificate-list',
    severity: 'critical',
    run: at(serve(right), { trust: distrust('UNABLE_TO_VERIFY_LEAF_SIGNATURE') }),
    says: /not sent/,
  },
  {
    code: 'expires-soon',
    severity: 'warning',
    run: at(serve(life('2026-01-01T00:00:00Z', '2026-12-10T00:00:00Z'))),
    says: /in 19 days/,
  },
  { code: 'weak-key', severity: 'warning', run: at(serve(certificate('W', { names: [HOST], keyBits: 1024 }))) },
  {
    code: 'weak-signature',
    severity: 'warning',
    run: at(serve(certificate('W', { names: [HOST], signatureAlgorithm: 'sha1WithRSAEncryption' }))),
  },
  {
    code: 'legacy-protocol-only',
    severity: 'warning',
    run: { sites: [{ address: '203.0.113.5', server: serve(right), protocol: 'TLSv1' }] },
  },
  {
    code: 'unrecognized-name-warning',
    severity: 'warning',
    run: at(serve({ certificate: right, acknowledged: false, warned: true })),
  },
  {
    code: 'fallback-outdated',
    severity: 'warning',
    run: at(
      table({
        [HOST]: right,
        else: certificate('A-', { names: [HOST], notBefore: '2025-10-01T00:00:00Z', notAfter: '2026-12-30T00:00:00Z' }),
      }),
      { expected: [right] },
    ),
    says: /no server name are served an earlier edition/,
  },
  {
    code: 'changed-during-run',
    severity: 'warning',
    run: at((name, _, connection) => (connection > 3 ? right : name === HOST ? certificate('X') : right)),
  },
  {
    code: 'unstable-answers',
    severity: 'warning',
    run: at((_, __, connection) => (connection % 2 === 0 ? right : certificate('X'))),
    says: /of \d/,
  },
  { code: 'sni-required', severity: 'notice', run: at(table({ [HOST]: right, else: 'reset' })), says: /a reset/ },
];

/** Rules whose evidence the run of the tests cannot make: shown elsewhere. */
const ELSEWHERE: readonly string[] = ['starttls-missing', 'disordered-certificate-list'];

describe('findings', () => {
  it('every rule has an example', () => {
    const shown = new Set([...EXAMPLES.map(({ code }) => code), ...ELSEWHERE]);
    expect(RULES.map(({ code }) => code).filter((code) => !shown.has(code))).toEqual([]);
  });

  it('every rule is cited', () => {
    for (const { citations } of RULES) expect(citations.length).toBeGreaterThan(0);
  });

  it.each(EXAMPLES)('$code ($severity)', ({ code, severity, run: given, says }) => {
    const found = run(given).findings.filter((one) => one.code === code);
    expect(found).toMatchObject([{ severity, address: '203.0.113.5' }]);
    if (says !== undefined) expect(found[0]?.message).toMatch(says);
  });

  it('none speaks where all is well', () => {
    expect(run(at(serve(right))).findings).toEqual([]);
    expect(run(at(serve(right), { expected: [right] })).findings).toEqual([]);
  });

  it('a certificate that was expected explicitly is neither self-signed nor untrusted: a notice', () => {
    for (const reason of [
      'DEPTH_ZERO_SELF_SIGNED_CERT',
      'SELF_SIGNED_CERT_IN_CHAIN',
      'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    ]) {
      const outcome = run(at(serve(right), { expected: [right], trust: distrust(reason) }));
      expect(outcome.findings.map(({ severity }) => severity)).toEqual(['notice']);
      expect(outcome.verdict.status).toBe('ok');
    }
  });

  it('without a verdict on trust nothing is said of it', () => {
    const outcome = run(
      at(serve(right), { trust: () => ({ trusted: null, reason: 'client-certificate-required', anchors: null }) }),
    );
    expect(outcome.findings).toEqual([]);
    expect(outcome.verdict.status).toBe('ok');
  });

  it('--warn-days and --critical-days move expires-soon', () => {
    const soon = at(serve(life('2026-01-01T00:00:00Z', '2026-12-10T00:00:00Z')));
    expect(run({ ...soon, policy: { warnDays: 10 } }).findings).toEqual([]);
    expect(run({ ...soon, policy: { criticalDays: 20 } }).findings).toMatchObject([{ severity: 'critical' }]);
    expect(run({ ...soon, policy: { criticalDays: 20 } }).verdict.status).toBe('critical');
  });

  it('the RSA certificate beside a good ECDSA one expires soon: told', () => {
    const ecdsa = certificate('Ae', { names: [HOST], keyType: 'ecdsa', keyBits: 256, curve: 'P-256' });
    const rsa = life('2026-10-01T00:00:00Z', '2026-11-24T00:00:00Z');
    const outcome = run(at((_, { keyTypes }) => (keyTypes === 'rsa' ? rsa : ecdsa)));
    expect(outcome.findings).toMatchObject([{ code: 'expires-soon', severity: 'warning' }]);
    expect(outcome.findings[0]?.message).toMatch(/clients of rsa alone/);
  });

  it('a third of the life, for short ones', () => {
    expect(run(at(serve(life('2026-11-17T00:00:00Z', '2026-11-24T00:00:00Z')))).findings).toEqual([]);
    expect(run(at(serve(life('2026-11-15T00:00:00Z', '2026-11-22T00:00:00Z')))).findings).toMatchObject([
      { code: 'expires-soon' },
    ]);
  });

  it('different certificates that are each right: addresses-disagree, the target’s own notice', () => {
    const other = certificate('A2', { names: [HOST], notBefore: '2026-10-02T00:00:00Z' });
    const outcome = run({
      sites: [
        { address: '203.0.113.5', server: serve(right) },
        { address: '203.0.113.6', server: serve(other) },
      ],
    });
    expect(outcome.findings).toMatchObject([{ code: 'addresses-disagree', severity: 'notice', address: null }]);
    expect(outcome.verdict.status).toBe('ok');
  });

  it('an issuer that is out of date is no path to an anchor: the verdict leaves out the end-entity alone', () => {
    for (const reason of ['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID']) {
      const outcome = run(at(serve(right), { trust: distrust(reason) }));
      expect(outcome.findings.map(({ code, severity }) => `${severity} ${code}`)).toEqual(['critical untrusted']);
      expect(outcome.verdict.diagnosis?.cause).toBe('certificate-invalid');
    }
  });

  it('a path that ends in a root that was sent is untrusted, not incomplete', () => {
    expect(root.subjectDer).toEqual(root.issuerDer);
    const outcome = run(at(serve(right), { trust: distrust('SELF_SIGNED_CERT_IN_CHAIN') }));
    expect(outcome.findings.map(({ code }) => code)).toEqual(['untrusted']);
  });
});
