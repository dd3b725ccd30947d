import { expect, it } from 'vitest';
import { BoundedMap } from '../../src/engine/bounded-map.js';

it('forgets what was longest not asked for', () => {
  const map = new BoundedMap<string, number>(2);
  map.set('a', 1);
  map.set('b', 2);
  expect(map.get('a')).toBe(1);
  map.set('c', 3);
  expect([map.get('a'), map.get('b'), map.get('c'), map.size]).toEqual([1, undefined, 3, 2]);
});

it('makes what it does not remember, once', () => {
  const map = new BoundedMap<string, object>(2);
  let made = 0;
  const make = (): object => {
    made += 1;
    return {};
  };
  expect(map.remember('a', make)).toBe(map.remember('a', make));
  expect(made).toBe(1);
});
