import { describe, expect, it } from 'vitest';
import { Inbound } from '../../src/tls/inbound.js';
import { DEFAULT_LIMITS, type HandshakeLimits } from '../../src/tls/limits.js';
import { ALERT, HANDSHAKE } from '../../src/tls/record.js';
import { RecordProtection } from '../../src/tls/record-protection.js';
import { concat, hex, toHex } from '../support/bytes.js';

function drain(inbound: Inbound, bytes: Uint8Array): readonly string[] {
  const arrivals: string[] = [];
  inbound.receive(bytes);
  for (let arrival = inbound.next(); arrival !== null; arrival = inbound.next()) {
    arrivals.push(
      arrival.kind === 'message'
        ? `message ${toHex(arrival.message.bytes)}`
        : arrival.kind === 'alert'
          ? `alert ${arrival.alert.description}`
          : arrival.kind,
    );
  }
  return arrivals;
}

const inbound = (limits: Partial<HandshakeLimits> = {}) => new Inbound({ ...DEFAULT_LIMITS, ...limits });
const keys = { key: new Uint8Array(16), iv: new Uint8Array(12) };

describe('what comes out of the record layer', () => {
  it('messages, alerts and ChangeCipherSpec, in order', () => {
    const bytes = hex('160303 0009 0e000000 1400000155 150303 0002 0170 140303 0001 01');
    expect(drain(inbound(), bytes)).toEqual([
      'message 0e000000',
      'message 1400000155',
      'alert unrecognized_name',
      'change-cipher-spec',
    ]);
  });

  it('opened, once it is protected', () => {
    const [seal, reader] = [new RecordProtection('aes-128-gcm', keys), inbound()];
    reader.protect(new RecordProtection('aes-128-gcm', keys));
    const bytes = concat(
      seal.seal(HANDSHAKE, hex('0e0000')),
      seal.seal(HANDSHAKE, hex('00')),
      hex('140303 0001 01'),
      seal.seal(ALERT, hex('0100')),
    );
    expect(drain(reader, bytes)).toEqual(['message 0e000000', 'change-cipher-spec', 'alert close_notify']);
  });

  it('keys do not change within a message', () => {
    const reader = inbound();
    drain(reader, hex('160303 0002 0e00'));
    expect(() => reader.protect(new RecordProtection('aes-128-gcm', keys))).toThrow(
      expect.objectContaining({ reason: 'message-across-key-change' }),
    );
    expect(reader.partial).toBeNull();
  });

  it.each<[string, string, Partial<HandshakeLimits>]>([
    ['empty-records', '160303 0000 140303 0000', { emptyRecords: 1 }],
    ['change-cipher-spec', '140303 0001 01 140303 0001 01', { changeCipherSpecs: 1 }],
    ['warning-alerts', '150303 0002 015a 150303 0002 015a', { warningAlerts: 1 }],
    ['change-cipher-spec-content', '140303 0002 0101', {}],
    ['unexpected-content-type', '180303 0001 01', {}],
    ['record-overflow', `160303 4001 ${'00'.repeat(0x4001)}`, {}],
  ])('%s', (reason, bytes, limits) => {
    expect(() => drain(inbound(limits), hex(bytes))).toThrow(expect.objectContaining({ reason }));
  });

  it('padding alone is an empty record', () => {
    const [seal, reader] = [new RecordProtection('aes-128-gcm', keys), inbound({ emptyRecords: 0 })];
    reader.protect(new RecordProtection('aes-128-gcm', keys));
    expect(() => drain(reader, seal.seal(HANDSHAKE, hex(''), 20))).toThrow(
      expect.objectContaining({ reason: 'empty-records' }),
    );
  });
});
