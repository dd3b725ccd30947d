import { describe, expect, it } from 'vitest';
import { alertDescription, readAlert, writeAlert } from '../../src/tls/alert.js';
import { hex, toHex } from '../support/bytes.js';

describe('alerts (RFC 8446 §6)', () => {
  it.each([
    ['0100', 'warning', 0, 'close_notify'],
    ['0170', 'warning', 112, 'unrecognized_name'],
    ['0228', 'fatal', 40, 'handshake_failure'],
    ['0246', 'fatal', 70, 'protocol_version'],
    ['0250', 'fatal', 80, 'internal_error'],
    ['0274', 'fatal', 116, 'certificate_required'],
    ['02ff', 'fatal', 255, 'unknown_255'],
  ] as const)('%s', (bytes, level, code, description) => {
    expect(readAlert(hex(bytes))).toEqual({ level, code, description });
    expect(toHex(writeAlert(level, code))).toBe(bytes);
    expect(alertDescription(code)).toBe(description);
  });

  it.each([
    ['', 'Alert/level'],
    ['02', 'Alert/description'],
    ['0028', 'Alert/level'],
    ['0328', 'Alert/level'],
    ['022800', 'Alert'],
  ])('"%s" is malformed', (bytes, path) => {
    expect(() => readAlert(hex(bytes))).toThrow(expect.objectContaining({ outcome: 'malformed', reason: path }));
  });
});
