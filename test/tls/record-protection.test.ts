import { describe, expect, it } from 'vitest';
import { RecordProtection } from '../../src/tls/record-protection.js';
import { hex, toHex } from '../support/bytes.js';

const keys = (bytes: number) => ({ key: new Uint8Array(bytes).fill(1), iv: new Uint8Array(12).fill(2) });
const CIPHERS = [
  ['aes-128-gcm', 16],
  ['aes-256-gcm', 32],
  ['chacha20-poly1305', 32],
] as const;

const record = (bytes: Uint8Array) => ({
  type: bytes[0] ?? 0,
  header: bytes.subarray(0, 5),
  fragment: bytes.subarray(5),
});

describe('record protection (RFC 8446 §5.2)', () => {
  it.each(CIPHERS)('%s opens what it sealed, in order', (aead, size) => {
    const [seal, open] = [new RecordProtection(aead, keys(size)), new RecordProtection(aead, keys(size))];
    for (const [content, padding] of [
      ['aabb', 0],
      ['', 0],
      ['00', 300],
    ] as const) {
      const sealed = seal.seal(22, hex(content), padding);
      expect(sealed.length).toBe(5 + hex(content).length + 1 + padding + 16);
      const { type, content: opened } = open.open(record(sealed));
      expect([type, toHex(opened)]).toEqual([22, content]);
    }
  });

  it.each([
    ['another sequence number', (bytes: Uint8Array) => bytes, 1],
    ['another header', (bytes: Uint8Array) => bytes.with(2, 1), 0],
    ['another byte', (bytes: Uint8Array) => bytes.with(6, 1 ^ (bytes[6] ?? 0)), 0],
    ['another tag', (bytes: Uint8Array) => bytes.with(bytes.length - 1, 1 ^ (bytes.at(-1) ?? 0)), 0],
    ['nothing but a tag', (bytes: Uint8Array) => bytes.subarray(0, 21), 0],
    ['nothing', (bytes: Uint8Array) => bytes.subarray(0, 5), 0],
  ])('%s does not open', (_, change, skipped) => {
    const [seal, open] = [new RecordProtection('aes-128-gcm', keys(16)), new RecordProtection('aes-128-gcm', keys(16))];
    for (let i = 0; i < skipped; i++) seal.seal(22, hex(''));
    const sealed = record(change(seal.seal(22, hex('aabbccdd'))));
    expect(() => open.open(sealed)).toThrow(
      expect.objectContaining({ outcome: 'misbehaved', reason: 'bad-record-mac' }),
    );
  });

  it.each([
    ['no-inner-content-type', 0, '0000'],
    ['record-overflow', 22, '01'.repeat(16_385)],
  ])('%s', (reason, type, content) => {
    const [seal, open] = [new RecordProtection('aes-128-gcm', keys(16)), new RecordProtection('aes-128-gcm', keys(16))];
    const sealed = record(seal.seal(type, hex(content)));
    expect(() => open.open(sealed)).toThrow(expect.objectContaining({ outcome: 'misbehaved', reason }));
  });
});
