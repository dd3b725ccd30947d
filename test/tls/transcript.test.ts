import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { Transcript } from '../../src/tls/transcript.js';
import { concat, hex, toHex } from '../support/bytes.js';

const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();

it('hashes what was added so far, and goes on', () => {
  const transcript = new Transcript('sha256').add(hex('01'));
  expect(toHex(transcript.digest())).toBe(toHex(sha256(hex('01'))));
  expect(toHex(transcript.add(hex('02')).digest())).toBe(toHex(sha256(hex('0102'))));
});

it('puts message_hash in the first hello’s place (RFC 8446 §4.4.1)', () => {
  const expected = sha256(concat(hex('fe000020'), sha256(hex('01000000')), hex('02')));
  expect(toHex(Transcript.afterRetry('sha256', hex('01000000')).add(hex('02')).digest())).toBe(toHex(expected));
});
