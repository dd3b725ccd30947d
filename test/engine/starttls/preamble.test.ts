import { expect, it } from 'vitest';
import { failed, goAhead } from '../../../src/engine/starttls/preamble.js';

it('the go-ahead is clean or it is none', () => {
  expect(goAhead(0)).toEqual({ kind: 'ready', send: null });
  expect(goAhead(0, Uint8Array.of(1))).toEqual({ kind: 'ready', send: Uint8Array.of(1) });
  expect(goAhead(7)).toEqual(failed('starttls', 'refused', { plaintextAfterGoAhead: 7 }));
});
