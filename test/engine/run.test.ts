import { expect, it } from 'vitest';
import { settle } from '../../src/engine/options.js';
import { beginRun, randomLabel } from '../../src/engine/run.js';
import { engineOptions } from '../support/engine.js';

it('a name that nobody has: 16 letters out of the given randomness', () => {
  expect(randomLabel((size) => Uint8Array.from({ length: size }, (_, index) => index * 17))).toMatch(/^[a-z]{16}$/);
  expect(randomLabel((size) => new Uint8Array(size))).toBe('aaaaaaaaaaaaaaaa');
});

it('a run knows the routes, and warns once', async () => {
  const warnings: string[] = [];
  const options = engineOptions({
    resolver: { hostsFile: '', localAddresses: ['127.0.0.1', '192.0.2.1'] },
    onWarning: (message) => warnings.push(message),
  });
  const run = await beginRun(settle(options), () => undefined);
  expect([...run.routable]).toEqual(['ipv4']);
  expect(run.anchors).toBeNull();
  run.warn('one');
  run.warn('one');
  run.warn('two');
  expect(warnings).toEqual(['one', 'two']);
});
