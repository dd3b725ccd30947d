/** Order and time do not matter; healthy is silent; nothing throws. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { probes } from '../../probes/index.js';
import { diagnose } from '../../src/diagnosis/diagnose.js';
import { examine } from '../../src/diagnosis/examine.js';
import { followUps } from '../../src/diagnosis/follow-ups.js';
import { DEFAULT_POLICY } from '../../src/diagnosis/policy.js';
import type { TargetEvidence } from '../../src/model/evidence.js';
import { certificate, type Given, HOST, RANDOM, run, SIBLING, table } from './support.js';

const right = certificate('A', { names: [HOST] });
const answers: readonly Given[] = [
  right,
  certificate('A-', { names: [HOST], notBefore: '2026-01-15T00:00:00Z', notAfter: '2027-01-15T00:00:00Z' }),
  certificate('B', { names: [SIBLING] }),
  certificate('AB', { names: [HOST, SIBLING] }),
  certificate('F'),
  { unproved: right },
  { certificate: certificate('F'), acknowledged: true },
  112,
  80,
  'reset',
  'close',
  'silence',
  'closed-port',
  'http',
];
const anyAnswer = fc.constantFrom(...answers);
const anyServer = fc
  .record({ target: anyAnswer, sibling: anyAnswer, beside: anyAnswer, none: anyAnswer, unknown: anyAnswer })
  .map(({ target, sibling, beside, none, unknown }) =>
    table({ [HOST]: target, [SIBLING]: sibling, [`${RANDOM}.example.net`]: beside, none, else: unknown }),
  );

const anyRun = fc.record({
  server: anyServer,
  second: anyServer,
  explicit: fc.boolean(),
  withSibling: fc.boolean(),
  follow: fc.boolean(),
});

function outcomeOf({
  server,
  second,
  explicit,
  withSibling,
  follow,
}: typeof anyRun extends fc.Arbitrary<infer T> ? T : never) {
  return run({
    ...(explicit ? { expected: [right] } : {}),
    siblings: withSibling ? [SIBLING] : [],
    follow,
    sites: [
      { address: '203.0.113.5', server },
      { address: '2001:db8::6', server: second },
    ],
  });
}

describe('properties', () => {
  it('shuffled observations, neighbours and endpoints give the same diagnosis', () => {
    fc.assert(
      fc.property(anyRun, fc.infiniteStream(fc.nat()), (given, order) => {
        const { evidence, verdict } = outcomeOf(given);
        const shuffle = <T>(list: readonly T[]): readonly T[] =>
          list
            .map((item) => ({ item, key: order.next().value }))
            .toSorted((a, b) => a.key - b.key)
            .map(({ item }) => item);
        const shuffled: TargetEvidence = {
          ...evidence,
          certificates: new Map(shuffle([...evidence.certificates])),
          endpoints: shuffle(
            evidence.endpoints.map((one) => ({
              ...one,
              observations: shuffle(one.observations),
              neighbours: shuffle(one.neighbours),
            })),
          ),
        };
        const again = diagnose(shuffled, examine(shuffled, DEFAULT_POLICY), DEFAULT_POLICY);
        expect(again.status).toBe(verdict.status);
        expect(again.diagnosis).toEqual(verdict.diagnosis);
        for (const [index, { endpoint }] of evidence.endpoints.entries()) {
          const there = shuffled.endpoints.findIndex((one) => one.endpoint.address === endpoint.address);
          expect(again.endpoints[there]).toEqual(verdict.endpoints[index]);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('the right certificate for the name is silent, whatever the others get', () => {
    fc.assert(
      fc.property(anyAnswer, anyAnswer, anyAnswer, (none, unknown, sibling) => {
        const outcome = run({
          expected: [right],
          siblings: [SIBLING],
          sites: [
            { address: '203.0.113.5', server: table({ [HOST]: right, [SIBLING]: sibling, none, else: unknown }) },
          ],
        });
        expect(outcome.verdict.diagnosis).toBeNull();
        expect(outcome.findings.filter(({ severity }) => severity === 'critical')).toEqual([]);
        expect(outcome.asked).toEqual([[]]);
      }),
      { numRuns: 80 },
    );
  });

  it('the follow-ups end, and are few', () => {
    fc.assert(
      fc.property(anyRun, (given) => {
        const { evidence, findings, asked } = outcomeOf({ ...given, follow: true });
        expect(followUps(evidence, findings, probes, { samples: 6, unknownSibling: true, keyTypes: true })).toEqual([]);
        for (const list of asked) expect(list.length).toBeLessThanOrEqual(18);
      }),
      { numRuns: 100 },
    );
  });

  it('whatever probes are handed in, nothing throws and nothing else is asked', () => {
    fc.assert(
      fc.property(anyRun, fc.subarray([...probes]), (given, some) => {
        const { evidence, findings } = outcomeOf({ ...given, follow: false });
        const batch = followUps(evidence, findings, some, { samples: 6, unknownSibling: true, keyTypes: true });
        const ids = some.map(({ id }) => id);
        expect(batch.every(({ probe }) => ids.includes(probe))).toBe(true);
      }),
      { numRuns: 80 },
    );
  });

  it('a cause is certain only when nothing stands beside it', () => {
    fc.assert(
      fc.property(anyRun, (given) => {
        for (const { diagnosis } of outcomeOf({ ...given, follow: true }).verdict.endpoints) {
          if (diagnosis?.certainty === 'certain') expect(diagnosis.alternatives).toEqual([]);
          for (const { certainty } of diagnosis?.alternatives ?? []) expect(certainty).not.toBe('certain');
        }
      }),
      { numRuns: 80 },
    );
  });
});
