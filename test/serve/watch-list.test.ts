import { describe, expect, it } from 'vitest';
import { findListed, nameTargets } from '../../src/serve/watch-list.js';
import { targets } from '../support/engine.js';

const listOf = (...texts: readonly string[]) => ({
  targets: nameTargets(targets(...texts)),
  connectTo: [],
  samples: null,
  modules: new Map(),
  files: [],
});
const one = (text: string) => targets(text)[0] ?? expect.fail(text);

describe('ids', () => {
  it('are what a person writes, and unique', () => {
    const texts = [
      'a.test',
      'a.test:8443',
      'smtp://a.test',
      '[2001:db8::1]',
      'b.test@10.0.0.1',
      'b.test@10.0.0.2',
      'b.test@10.0.0.1',
      'mx:c.test',
    ];
    expect(nameTargets(targets(...texts)).map(({ id }) => id)).toEqual([
      'a.test',
      'a.test:8443',
      'smtp://a.test:25',
      '[2001:db8::1]',
      'b.test@10.0.0.1',
      'b.test@10.0.0.2',
      'mx:smtp://c.test:25',
    ]);
  });
});

describe('what a probe means', () => {
  it.each([
    ['a.test', ['a.test']],
    ['a.test:8443', []],
    ['smtp://a.test', []],
    ['b.test', ['b.test', 'b.test']],
    ['b.test@10.0.0.2', ['b.test']],
    ['b.test@10.0.0.3', []],
    ['a.test@10.0.0.1', []],
    ['c.test', []],
  ])('%s', (text, hosts) => {
    const list = listOf('a.test', 'b.test@10.0.0.1', 'b.test@10.0.0.2');
    expect(findListed(list, one(text)).map(({ host }) => host)).toEqual(hosts);
  });
});
