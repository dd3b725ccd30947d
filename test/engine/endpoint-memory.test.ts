import { describe, expect, it } from 'vitest';
import { skippedObservation } from '../../src/engine/asker.js';
import { asLimited, EndpointMemory, endpointKey, isAnswer, isFailure } from '../../src/engine/endpoint-memory.js';
import type { Observation } from '../../src/model/observation.js';
import { controlHello } from '../../src/tls/control-hello.js';
import { readCertificate } from '../../src/x509/read-certificate.js';

const observation = (over: Partial<Observation>): Observation => ({
  ...skippedObservation('target-name', 'a.test', 'x', 0),
  attempt: 1,
  ...over,
});
const reset = observation({ outcome: 'interrupted', reason: 'reset' });

describe('an endpoint that stops answering', () => {
  it('is limited when a question that was answered fails, and nothing is answered since its failures began', () => {
    const memory = new EndpointMemory();
    expect(memory.note(1, false, false)).toBe(false);
    expect(memory.note(2, true, false)).toBe(false);
    expect(memory.suspicious).toBe(false);
    expect(memory.note(3, true, true)).toBe(true);
    expect(memory.limitedSince).toBe(2);
    expect(memory.connections).toBe(3);
  });

  it('one failure shows nothing', () => {
    const memory = new EndpointMemory();
    memory.note(1, false, false);
    expect(memory.note(2, true, true)).toBe(false);
    expect(memory.suspicious).toBe(true);
    expect(memory.note(3, true, false)).toBe(true);
  });

  it('names that fail between others that are answered show nothing', () => {
    const memory = new EndpointMemory();
    for (let at = 0; at < 20; at += 1) expect(memory.note(at, at % 2 === 1, at % 4 === 3)).toBe(false);
    expect(memory.limitedSince).toBeNull();
  });

  it('an answer takes the suspicion back', () => {
    const memory = new EndpointMemory();
    memory.note(1, true, true);
    memory.note(2, true, true);
    expect(memory.limitedSince).toBe(1);
    memory.note(3, false, true);
    expect(memory.limitedSince).toBeNull();
  });

  it('what failed since then is told as limited, what was answered before is not', () => {
    const memory = new EndpointMemory();
    memory.note(1, false, false);
    memory.note(2, true, true);
    memory.note(3, true, true);
    expect(asLimited({ ...reset, at: 2 }, memory)).toMatchObject({
      outcome: 'interrupted',
      reason: 'limited',
      detail: { was: 'reset', connections: 3 },
    });
    expect(asLimited({ ...reset, at: 1 }, memory).reason).toBe('reset');
    expect(asLimited(observation({ outcome: 'served', reason: null, at: 5 }), memory).outcome).toBe('served');
  });

  it('an answered question is put again where four others failed, then after twice as many', () => {
    const memory = new EndpointMemory();
    const asked = { probe: 'target-name', hello: controlHello('a.test', 'current') };
    memory.rememberAnswered(asked);
    memory.note(0, false, false);
    const taken: number[] = [];
    for (let failures = 1; failures <= 20; failures += 1) {
      memory.note(failures, true, false);
      if (memory.takeCanary() === asked) taken.push(failures);
    }
    expect(taken).toEqual([4, 8, 16]);
  });
});

describe('what counts as a failure', () => {
  it.each([
    [{ outcome: 'unreachable', reason: 'refused' }, true],
    [{ outcome: 'interrupted', reason: 'closed' }, true],
    [{ outcome: 'interrupted', reason: 'closed', certificates: ['ab'] }, false],
    [{ outcome: 'refused', reason: 'unrecognized_name' }, false],
    [{ outcome: 'not-tls', reason: 'ssh' }, false],
    [{ outcome: 'skipped', reason: 'aborted' }, false],
  ] as const)('%j: %s', (over, expected) => expect(isFailure(observation(over))).toBe(expected));
});

describe('what counts as an answer', () => {
  it.each([
    [{ outcome: 'served' }, true],
    [{ outcome: 'refused', reason: 'unrecognized_name' }, true],
    [{ outcome: 'malformed', certificates: ['ab'] }, true],
    [{ outcome: 'starttls', reason: 'not-offered' }, false],
    [{ outcome: 'not-tls', reason: 'ssh' }, false],
    [{ outcome: 'interrupted', reason: 'closed' }, false],
  ] as const)('%j: %s', (over, expected) => expect(isAnswer(observation(over))).toBe(expected));
});

describe('shared answers', () => {
  const answer = (attempt: number) => ({
    observation: observation({ attempt }),
    certificates: [],
    heard: true,
    exhausted: false,
  });

  it('are asked for once, also by many at the same time', async () => {
    const memory = new EndpointMemory();
    let asked = 0;
    const ask = async () => {
      asked += 1;
      return answer(1);
    };
    const all = await Promise.all([memory.share('k', ask), memory.share('k', ask), memory.share('k', ask)]);
    expect(asked).toBe(1);
    expect(all.map(({ repeated }) => repeated)).toEqual([false, true, true]);
    expect(memory.sharedAnswer('k')).not.toBeNull();
    expect(memory.sharedAnswer('other')).toBeNull();
  });

  it('what could not be asked is not remembered', async () => {
    const memory = new EndpointMemory();
    await memory.share('k', () => Promise.resolve(answer(0)));
    expect(memory.sharedAnswer('k')).toBeNull();
    expect((await memory.share('k', () => Promise.resolve(answer(1)))).repeated).toBe(false);
  });
});

describe('names that left the window', () => {
  it('are counted by what they were served, 64 certificates at most', () => {
    const memory = new EndpointMemory();
    expect(memory.summary()).toBeNull();
    const certificates = Array.from({ length: 70 }, (_, index) => readCertificate(Uint8Array.of(index)));
    for (const certificate of certificates) memory.count(certificate);
    memory.count(certificates[0] ?? readCertificate(Uint8Array.of(0)));
    const summary = memory.summary();
    expect(Object.keys(summary?.fingerprints ?? {})).toHaveLength(64);
    expect(summary?.truncated).toBe(true);
    expect(summary?.fingerprints[certificates[0]?.sha256 ?? '']).toBe(2);
  });
});

it('the key holds everything that decides where a connection goes', () => {
  const endpoint = {
    address: '192.0.2.1',
    port: 443,
    dialAddress: '127.0.0.1',
    dialPort: 8443,
    starttls: null,
    starttlsHost: null,
  };
  const others = [
    { address: '192.0.2.2' },
    { port: 444 },
    { dialAddress: '127.0.0.2' },
    { dialPort: 1 },
    { starttls: 'smtp' as const },
    { starttlsHost: 'a' },
  ];
  const keys = [endpoint, ...others.map((other) => ({ ...endpoint, ...other }))].map(endpointKey);
  expect(new Set(keys).size).toBe(keys.length);
});
