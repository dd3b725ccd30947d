import { describe, expect, it } from 'vitest';
import { skippedObservation } from '../../src/engine/asker.js';
import { EndpointMemory } from '../../src/engine/endpoint-memory.js';
import { EndpointState, Job } from '../../src/engine/job.js';
import type { Observation } from '../../src/model/observation.js';
import { targets } from '../support/engine.js';

const endpoint = {
  address: '192.0.2.1',
  port: 443,
  dialAddress: '192.0.2.1',
  dialPort: 443,
  starttls: null,
  starttlsHost: null,
};
const served = (probe: string, at: number): Observation => ({
  ...skippedObservation(probe, null, 'x', at),
  attempt: 1,
  outcome: 'served',
  reason: null,
});
const answer = (observation: Observation) => ({ observation, certificates: [], heard: true, exhausted: false });

describe('what was observed at an endpoint', () => {
  it('is listed in the order in which it was asked', () => {
    const state = new EndpointState(endpoint, new EndpointMemory(), false, 'current');
    state.list(served('late', 9), null);
    state.list(served('early', 3), null);
    expect(state.observations().map(({ probe }) => probe)).toEqual(['early', 'late']);
    expect(state.nextAttempt('early', null)).toBe(2);
    expect(state.nextAttempt('early', 'a.test')).toBe(1);
  });

  it('a placeholder gives way to the answer that another name brought', async () => {
    const memory = new EndpointMemory();
    const state = new EndpointState(endpoint, memory, false, 'current');
    state.list({ ...served('no-name', 1), attempt: 0, outcome: 'interrupted', reason: 'timed-out' }, 'k');
    expect(state.observations()[0]).toMatchObject({ attempt: 0, outcome: 'interrupted' });
    await memory.share('k', () => Promise.resolve(answer(served('no-name', 5))));
    expect(state.observations()[0]).toMatchObject({ attempt: 1, shared: true, outcome: 'served', at: 5 });
    expect(state.sharedCertificates()).toEqual([]);
  });

  it('can be told in other words, or not at all', () => {
    const state = new EndpointState(endpoint, new EndpointMemory(), false, 'current');
    const first = served('target-name', 1);
    state.list(first, null);
    state.replace(first, { ...first, probe: 'tls12-only' });
    expect(state.observations()[0]?.probe).toBe('tls12-only');
    state.remove(first);
    expect(state.observations()).toHaveLength(1);
  });

  it('knows which questions were answered', () => {
    const state = new EndpointState(endpoint, new EndpointMemory(), false, 'current');
    const [target] = targets('a.test');
    if (target === undefined) throw new Error('no target');
    const job = new Job(0, target, 0);
    const hello = state.controlHello('a.test');
    state.record(answer({ ...served('target-name', 1), outcome: 'interrupted' }), hello, job);
    expect(state.answeredBefore(hello)).toBe(false);
    state.record(answer(served('target-name', 2)), hello, job);
    expect(state.answeredBefore(hello)).toBe(true);
    expect(state.answeredBefore(state.controlHello(null))).toBe(false);
  });
});

it('an address is never put into server_name, RFC 6066 §3', () => {
  const names = targets('a.test', '192.0.2.1', '[2001:db8::1]').map((target) => new Job(0, target, 0).serverName);
  expect(names).toEqual(['a.test', null, null]);
});
