import { describe, expect, it } from 'vitest';
import { HANDSHAKE, writeRecords } from '../../src/tls/record.js';
import { hex, toHex } from '../support/bytes.js';

describe('records (RFC 8446 §5.1)', () => {
  it.each([
    ['160303 0003 010203', '010203', 16_384],
    ['160303 0002 0102 160303 0001 03', '010203', 2],
    ['160303 0001 01', '01', 1],
    ['160303 0000', '', 16_384],
  ])('%s', (expected, payload, fragmentBytes) => {
    expect(toHex(writeRecords(HANDSHAKE, 0x0303, hex(payload), fragmentBytes))).toBe(expected.replaceAll(' ', ''));
  });

  it('hold 2^14 bytes at most', () => {
    const bytes = writeRecords(HANDSHAKE, 0x0301, new Uint8Array(16_385));
    expect(bytes.length).toBe(16_385 + 10);
    expect(toHex(bytes.subarray(0, 5))).toBe('1603014000');
    expect(toHex(bytes.subarray(-6))).toBe('160301000100');
  });
});
