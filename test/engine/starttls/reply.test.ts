import { expect, it } from 'vitest';
import { readReply } from '../../../src/engine/starttls/reply.js';

it.each([
  ['220 ready', { code: 220, last: true, text: 'ready' }],
  ['250-SIZE 1', { code: 250, last: false, text: 'SIZE 1' }],
  ['250', { code: 250, last: true, text: '' }],
  ['25', null],
  ['2500 x', null],
  ['* OK', null],
  ['', null],
])('%j', (line, expected) => expect(readReply(line)).toEqual(expected));
