import { describe, expect, it } from 'vitest';
import { readBaseline, writeBaseline } from '../../src/expectation/baseline.js';
import { baselineOf } from '../support/baselines.js';
import { aConflict, anEndpoint, aReport, GOOD } from '../support/reports.js';

const saved = baselineOf([aConflict(), aReport({ target: { ...aReport().target, host: 'a.example' } })]);

describe('a baseline', () => {
  it('is read back as it was written, sorted by target', async () => {
    expect(await readBaseline(writeBaseline(saved), 'b.json')).toEqual(saved);
    expect(saved.targets.map((target) => target.host)).toEqual(['a.example', 'shop.example']);
  });

  it('keeps what each endpoint served to each survey question, and who the certificates are', () => {
    expect(saved.targets[0]?.endpoints[0]?.answers).toEqual({
      'no-name': { certificate: GOOD, outcome: 'served' },
      'target-name': { certificate: GOOD, outcome: 'served' },
      'unknown-name': { certificate: GOOD, outcome: 'served' },
    });
    expect(saved.certificates[GOOD]?.subject).toBe('CN=shop.example');
  });

  it('of an unchanged estate is the same text whatever the order of the reports', () => {
    const reports = [aConflict(), aReport({ target: { ...aReport().target, host: 'a.example' } })];
    const again = baselineOf([...reports].reverse());
    expect(writeBaseline(again)).toBe(writeBaseline(saved));
  });

  it('of a target that stands in the run twice, with addresses of its own each, is one target', async () => {
    const at = (address: string) => aReport({ endpoints: [anEndpoint(address, GOOD)] });
    const both = baselineOf([at('203.0.113.6'), at('203.0.113.5'), at('203.0.113.6')]);
    expect(both.targets.map(({ endpoints }) => endpoints.map(({ address }) => address))).toEqual([
      ['203.0.113.5', '203.0.113.6'],
    ]);
    expect(await readBaseline(writeBaseline(both), 'b.json')).toEqual(both);
  });

  const text = writeBaseline(saved);
  it.each([
    ['cut off', text.slice(0, -30)],
    ['empty', ''],
    ['of another tool', '{"baseline":1,"endpoints":[]}'],
    ['of a later version', text.replace('"whichcertBaseline": 1', '"whichcertBaseline": 2')],
    ['with a field of its own', text.replace('"targets"', '"extra": 1,\n  "targets"')],
    ['with a fingerprint cut short', text.replaceAll(GOOD, GOOD.slice(2))],
    ['with a target twice', JSON.stringify({ ...saved, targets: [...saved.targets, ...saved.targets] })],
  ])('is refused whole when %s', async (_, broken) => {
    await expect(readBaseline(broken, 'b.json')).rejects.toMatchObject({
      code: 'bad-baseline',
      message: expect.stringMatching(/^b\.json: /),
    });
  });
});
