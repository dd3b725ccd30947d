/** Rules whose evidence is a whole list, or no TLS at all: put together by hand. */
import { describe, expect, it } from 'vitest';
import { examine } from '../../../src/diagnosis/examine.js';
import { DEFAULT_POLICY } from '../../../src/diagnosis/policy.js';
import type { Observation } from '../../../src/model/observation.js';
import { certificate, HOST, NOW, observation, targetOf } from '../support.js';

const bytes = (text: string): Uint8Array => Buffer.from(text);
const leaf = certificate('A', { names: [HOST], issuerDer: bytes('i'), subjectDer: bytes('a') });
const middle = certificate('I', { names: [], issuerDer: bytes('r'), subjectDer: bytes('i') });
const stray = certificate('Z', { names: [], issuerDer: bytes('z'), subjectDer: bytes('y') });

function codes(observations: readonly Observation[]): readonly string[] {
  const findings = examine(
    {
      target: targetOf({ sites: [] }),
      resolution: { source: 'dns', aliases: [], addresses: ['203.0.113.5'], reason: null, ms: 1 },
      endpoints: [
        {
          endpoint: {
            address: '203.0.113.5',
            port: 443,
            dialAddress: '203.0.113.5',
            dialPort: 443,
            starttls: null,
            starttlsHost: null,
          },
          observations,
          neighbours: [],
          neighbourSummary: null,
          trust: { trusted: true, reason: null, anchors: 'bundled' },
          http: null,
          trustCertificates: null,
        },
      ],
      certificates: new Map([leaf, middle, stray].map((one) => [one.sha256, one])),
      now: NOW,
    },
    DEFAULT_POLICY,
  );
  return findings.map(({ code }) => code);
}

const served = (...list: readonly (typeof leaf)[]): Observation => ({
  ...observation('target-name', HOST, leaf),
  certificates: list.map(({ sha256 }) => sha256),
});

describe('disordered-certificate-list', () => {
  it('each certifies the one before it, or it is told', () => {
    expect(codes([served(leaf, middle)])).toEqual([]);
    expect(codes([served(leaf, stray, middle)])).toEqual(['disordered-certificate-list']);
  });
});

describe('starttls-missing', () => {
  it.each(['not-offered', 'refused', 'unstable', 'preauth'])('%s', (reason) => {
    const missing = { ...observation('target-name', HOST, 'http'), outcome: 'starttls' as const, reason };
    expect(codes([missing])).toEqual(['starttls-missing']);
  });
});
