import { expect, it } from 'vitest';
import { FindingGroups } from '../../src/report/finding-groups.js';
import { aReport } from '../support/reports.js';

const named = (host: string) => aReport({ target: { host, port: 443, starttls: null, source: null, labels: {} } });

it('tells once what is told in the same words, with everybody whom it concerns', () => {
  const groups = new FindingGroups(2);
  groups.add(named('a.example'), { code: 'selection-changed', message: 'the fallback is another' });
  groups.add(named('b.example'), { code: 'selection-changed', message: 'the fallback is another' });
  groups.add(named('b.example'), { code: 'replaced', message: 'b.example has a newer one' });
  expect([...groups]).toEqual([
    { code: 'selection-changed', message: 'the fallback is another', names: ['a.example', 'b.example'], more: 0 },
    { code: 'replaced', message: 'b.example has a newer one', names: ['b.example'], more: 0 },
  ]);
});

it('counts the messages of a code beyond the most that are told', () => {
  const groups = new FindingGroups(1);
  for (const host of ['a', 'b', 'c']) groups.add(named(host), { code: 'replaced', message: `${host} changed` });
  groups.add(named('d'), { code: 'replaced', message: 'a changed' });
  expect([...groups]).toEqual([
    { code: 'replaced', message: 'a changed', names: ['a', 'd'], more: 0 },
    { code: 'replaced', message: null, names: [], more: 2 },
  ]);
});
