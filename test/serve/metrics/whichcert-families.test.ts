import { describe, expect, it } from 'vitest';
import { expose } from '../../../src/serve/metrics/expose.js';
import { factsOf } from '../../../src/serve/metrics/facts.js';
import { whichcertFamilies } from '../../../src/serve/metrics/whichcert-families.js';
import { aConflict, anUnresolved, aReport, GOOD, LEGACY } from '../../support/reports.js';

async function lines(...facts: Parameters<typeof whichcertFamilies>[0]): Promise<readonly string[]> {
  const { text } = await expose(whichcertFamilies(facts, 1_000).families);
  return text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
}

describe('whichcert_*', () => {
  it('of a conflict', async () => {
    const all = await lines(factsOf('shop.example', aConflict()));
    expect(all).toEqual(
      expect.arrayContaining([
        'whichcert_status{target="shop.example",status="critical"} 1',
        'whichcert_status{target="shop.example",status="unknown"} 0',
        'whichcert_status{target="shop.example",status="warning"} 0',
        'whichcert_status{target="shop.example",status="ok"} 0',
        'whichcert_cause{target="shop.example",address="203.0.113.5",cause="ip-binding-conflict"} 1',
        'whichcert_certificate_not_after_seconds{target="shop.example",address="203.0.113.5"} 1822348800',
        'whichcert_matches_expectation{target="shop.example",address="203.0.113.5"} 0',
        'whichcert_matches_expectation{target="shop.example",address="203.0.113.6"} 1',
        `whichcert_served_info{target="shop.example",address="203.0.113.5",probe="target-name",sha256="${LEGACY}"} 1`,
        `whichcert_served_info{target="shop.example",address="203.0.113.6",probe="no-name",sha256="${GOOD}"} 1`,
        'whichcert_finding{target="shop.example",address="203.0.113.5",code="identifier-mismatch"} 1',
        'whichcert_last_check_timestamp_seconds{target="shop.example"} 1795154400',
      ]),
    );
    expect(all.filter((line) => line.startsWith('whichcert_cause'))).toHaveLength(1);
  });

  it('of a name that does not resolve: the status, and that word', async () => {
    const all = await lines(factsOf('gone.example', anUnresolved()));
    expect(all.map((line) => line.split('{')[0])).toEqual([
      ...Array(4).fill('whichcert_status'),
      ...['whichcert_finding', 'whichcert_last_check_timestamp_seconds'],
    ]);
    expect(all).toContain('whichcert_finding{target="gone.example",address="",code="unresolved"} 1');
  });

  it('are bounded: the worst targets stay, the others are counted', () => {
    const healthy = Array.from({ length: 100 }, (_, index) => factsOf(`h${index}.example`, aReport()));
    const { families, omitted } = whichcertFamilies([...healthy, factsOf('bad.example', aConflict())], 200);
    const series = families.flatMap(({ samples }) => samples);
    expect(series.length).toBeLessThanOrEqual(200);
    expect(omitted).toBe(101 - new Set(series.map(({ labels }) => labels.target)).size);
    expect(series.some(({ labels }) => labels.target === 'bad.example')).toBe(true);
  });
});
