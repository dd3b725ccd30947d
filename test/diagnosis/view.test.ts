import { describe, expect, it } from 'vitest';
import { viewEndpoint } from '../../src/diagnosis/view.js';
import type { EndpointEvidence } from '../../src/model/evidence.js';
import type { Observation } from '../../src/model/observation.js';
import { certificate, type Given, HOST, observation } from './support.js';

const right = certificate('A', { names: [HOST] });
const other = certificate('X');

/** Questions in time: `T`arget, `N`one, `U`nknown, with the answer and when. */
type Put = readonly [who: 'T' | 'N' | 'U', given: Given, at: number];

function evidence(...put: Put[]): EndpointEvidence {
  const probes = { T: ['target-name', HOST], N: ['no-name', null], U: ['unknown-name', 'random.invalid'] } as const;
  return {
    endpoint: {
      address: '203.0.113.5',
      port: 443,
      dialAddress: '203.0.113.5',
      dialPort: 443,
      starttls: null,
      starttlsHost: null,
    },
    observations: put.map(([who, given, at]): Observation => {
      const attempt = put.filter((one) => one[0] === who && one[2] <= at).length;
      return observation(probes[who][0], probes[who][1], given, { at, attempt });
    }),
    neighbours: [],
    neighbourSummary: null,
    trust: { trusted: null, reason: 'not-asked', anchors: null },
    http: null,
    trustCertificates: null,
  };
}

const view = (...put: Put[]) => viewEndpoint(evidence(...put), 6);

describe('the sandwich', () => {
  it('a reset counts when another question is answered between it and its repeat, a second later', () => {
    expect(view(['T', 'reset', 0], ['N', other, 10], ['T', 'reset', 1100]).control?.confirmed).toBe(true);
    expect(view(['T', 'reset', 0], ['N', other, 10], ['T', 'reset', 500]).control?.confirmed).toBe(false);
    expect(view(['T', 'reset', 0], ['N', 'reset', 10], ['T', 'reset', 1100]).control?.confirmed).toBe(false);
    expect(view(['T', 'reset', 0], ['N', other, 10]).control?.confirmed).toBe(false);
  });

  it('an alert is an answer', () => {
    expect(view(['T', 112, 0]).control?.confirmed).toBe(true);
  });
});

describe('an endpoint that stops answering', () => {
  it('what was answered before fails, and so does everything since', () => {
    expect(view(['T', right, 0], ['N', 'reset', 10], ['T', 'reset', 20]).limited).toBe(true);
    expect(view(['T', right, 0], ['N', 'reset', 10], ['T', right, 20]).limited).toBe(false);
  });

  it('failures at the end ask for a sign of life', () => {
    expect(view(['T', right, 0], ['N', 'reset', 10], ['U', 'reset', 20]).lifeSign?.asked.serverName).toBe(HOST);
    expect(view(['T', right, 0], ['N', 'reset', 10], ['U', other, 20]).lifeSign).toBeNull();
    const trusted = { ...evidence(['T', right, 0], ['N', 'reset', 10]), trustCertificates: [right.sha256] };
    expect(viewEndpoint(trusted, 6).lifeSign).toBeNull();
  });
});

describe('change', () => {
  const times = (letters: string): Put[] =>
    [...letters].map((letter, index) => ['T', letter === 'a' ? right : other, index * 10]);

  it.each([
    ['aaa', 'none'],
    ['ab', 'unsettled'],
    ['aba', 'unsettled'],
    ['abaaaa', 'rotates'],
    ['aabbbb', 'once'],
  ])('%s: %s', (letters, expected) => {
    expect(view(...times(letters)).change).toBe(expected);
  });

  it('after a single change only what came later counts', () => {
    expect(view(...times('aabbbb'), ['N', other, 5]).settled.size).toBe(1);
  });
});

describe('reach', () => {
  it('closed, plaintext, nothing asked', () => {
    expect(view(['T', 'closed-port', 0]).reach).toBe('unreachable');
    expect(view(['T', 'http', 0]).reach).toBe('not-tls');
    expect(view().reach).toBe('skipped');
  });
});
