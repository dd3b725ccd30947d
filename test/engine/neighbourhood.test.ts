import { describe, expect, it } from 'vitest';
import { skippedObservation } from '../../src/engine/asker.js';
import { EndpointMemory } from '../../src/engine/endpoint-memory.js';
import { EndpointState, Job } from '../../src/engine/job.js';
import { asNeighbourAnswer, Neighbourhood } from '../../src/engine/neighbourhood.js';
import { readCertificate } from '../../src/x509/read-certificate.js';
import { targets, testIssuer } from '../support/engine.js';

const issuer = await testIssuer();
const certificates = Array.from({ length: 3 }, (_, index) =>
  readCertificate(issuer.issue({ dnsNames: [`n${index}.test`, 'shared.test'] }).certificateDer),
);
const memory = new EndpointMemory();
const stateAt = (address: string): EndpointState =>
  new EndpointState(
    { address, port: 443, dialAddress: address, dialPort: 443, starttls: null, starttlsHost: null },
    memory,
    false,
    'current',
  );

function add(neighbourhood: Neighbourhood, host: string, state: EndpointState, served: number | null): void {
  const [target] = targets(host);
  if (target === undefined) throw new Error(host);
  const job = new Job(0, target, 1_000);
  const certificate = served === null ? undefined : certificates[served];
  if (certificate !== undefined) job.certificates.set(certificate.sha256, certificate);
  const observation = {
    ...skippedObservation('target-name', host, 'x', 1_500),
    attempt: 1,
    certificates: certificate === undefined ? [] : [certificate.sha256],
  };
  neighbourhood.add(job, state, observation);
}

describe('the other names of an endpoint', () => {
  it('are its neighbours, whatever their order', () => {
    const state = stateAt('192.0.2.1');
    const one = new Neighbourhood();
    const two = new Neighbourhood();
    add(one, 'n0.test', state, 0);
    add(one, 'n1.test', state, 0);
    add(one, 'elsewhere.test', stateAt('192.0.2.2'), 1);
    add(two, 'n1.test', state, 0);
    add(two, 'n0.test', state, 0);
    const around = one.around(state, 'me.test');
    expect(around.answers.map(({ host, satisfied }) => `${host} ${satisfied}`)).toEqual([
      'n0.test true',
      'n1.test false',
    ]);
    expect(two.around(state, 'me.test').answers).toEqual(around.answers);
    expect(one.around(state, 'n0.test').answers.map(({ host }) => host)).toEqual(['n1.test']);
    expect(around.summary).toBeNull();
  });

  it('of too many, each certificate is kept once and the rest is counted', () => {
    const state = stateAt('192.0.2.1');
    const neighbourhood = new Neighbourhood();
    for (let index = 0; index < 400; index += 1) add(neighbourhood, `a${index}.test`, state, 0);
    add(neighbourhood, 'zz.test', state, 1);
    add(neighbourhood, 'zzz.test', state, null);
    const { answers, summary } = neighbourhood.around(state, 'me.test');
    expect(answers).toHaveLength(64);
    expect(answers.map(({ host }) => host)).toEqual(expect.arrayContaining(['zz.test', 'zzz.test']));
    expect(summary?.fingerprints[certificates[0]?.sha256 ?? '']).toBe(402 - 65);
  });

  it('of a window that is over are counted for the next', () => {
    const state = stateAt('192.0.2.1');
    const neighbourhood = new Neighbourhood();
    add(neighbourhood, 'n2.test', state, 2);
    neighbourhood.close();
    expect(memory.summary()?.fingerprints).toEqual({ [certificates[2]?.sha256 ?? '']: 1 });
    expect(neighbourhood.around(state, 'me.test').answers).toEqual([]);
    expect(neighbourhood.around(state, 'me.test').summary).toEqual(memory.summary());
  });

  it('are told in the time of the target that they are evidence for', () => {
    const state = stateAt('192.0.2.1');
    const neighbourhood = new Neighbourhood();
    add(neighbourhood, 'n0.test', state, 0);
    const [answer] = neighbourhood.around(state, 'me.test').answers;
    if (answer === undefined) throw new Error('no neighbour');
    expect(asNeighbourAnswer(answer, 2_000)).toMatchObject({ host: 'n0.test', observation: { at: -500 } });
  });
});
