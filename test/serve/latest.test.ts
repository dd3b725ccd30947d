import { expect, it } from 'vitest';
import { Latest } from '../../src/serve/latest.js';
import { aConflict, aReport } from '../support/reports.js';

it('keeps the last report of every target, and what changed', () => {
  const latest = new Latest();
  expect(latest.record('a', aReport())).toHaveLength(1);
  expect(latest.record('a', aReport())).toEqual([]);
  expect(latest.record('a', aConflict())).toHaveLength(2);
  expect(latest.report('a')).toEqual(aConflict());
  expect(latest.facts('a')?.code).toBe('ip-binding-conflict');
  expect(latest.events('a').map(({ kind }) => kind)).toEqual(['status', 'status', 'served']);
  const [snapshot] = latest.snapshots();
  const other = new Latest();
  if (snapshot !== undefined) other.restore(snapshot);
  expect([...other.snapshots()]).toEqual([...latest.snapshots()]);
  latest.retain(new Set(['b']));
  expect([latest.report('a'), latest.facts('a'), latest.events('a'), latest.allFacts()]).toEqual([null, null, [], []]);
});

it('keeps so many changes and no more', () => {
  const latest = new Latest();
  for (let turn = 0; turn < 300; turn += 1) latest.record('a', turn % 2 === 0 ? aReport() : aConflict());
  expect(latest.events('a')).toHaveLength(200);
});
