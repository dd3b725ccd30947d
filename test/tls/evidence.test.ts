import { describe, expect, it } from 'vitest';
import { Evidence, unchecked } from '../../src/tls/evidence.js';
import { misbehaved } from '../../src/tls/fault.js';
import { hex } from '../support/bytes.js';

const CLOSED = { outcome: 'interrupted', reason: 'closed', detail: { awaiting: 'X' } } as const;

describe('evidence', () => {
  it('begins with nothing', () => {
    expect(new Evidence().result(CLOSED)).toEqual({
      outcome: 'interrupted',
      reason: 'closed',
      detail: { awaiting: 'X' },
      stage: 'client-hello',
      protocol: null,
      cipherSuite: null,
      group: null,
      signatureScheme: null,
      serverNameAcknowledged: null,
      ocspStaple: null,
      alert: null,
      warningAlerts: [],
      certificateList: [],
      possession: 'unchecked',
      possessionReason: 'not-reached',
    });
  });

  it('keeps copies', () => {
    const evidence = new Evidence();
    const der = hex('aa');
    evidence.keepCertificate(der);
    der.fill(0);
    expect(evidence.result(CLOSED).certificateList).toEqual([hex('aa')]);
  });

  it('once possession is decided, it was served', () => {
    const evidence = new Evidence();
    evidence.settle(unchecked('rsa-key-exchange'));
    expect(evidence.result(CLOSED)).toMatchObject({
      outcome: 'served',
      reason: null,
      detail: {},
      possessionReason: 'rsa-key-exchange',
    });
  });

  it('the first fault that could be read past is the outcome, with what was noted', () => {
    const evidence = new Evidence();
    evidence.note('downgradeSentinel', true);
    evidence.blame(misbehaved('first', { a: 1 }));
    evidence.blame(misbehaved('second'));
    evidence.settle({ possession: 'proved', reason: null });
    expect(evidence.result(CLOSED)).toMatchObject({
      outcome: 'misbehaved',
      reason: 'first',
      detail: { downgradeSentinel: true, a: 1 },
      possession: 'proved',
    });
  });
});
