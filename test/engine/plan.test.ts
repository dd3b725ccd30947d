import { describe, expect, it } from 'vitest';
import { probes } from '../../probes/index.js';
import { controlProbe, planSurvey, sameHello } from '../../src/engine/plan.js';
import type { ProbeSubject } from '../../src/model/question.js';
import { controlHello } from '../../src/tls/control-hello.js';

const subject = (over: Partial<ProbeSubject> = {}): ProbeSubject => ({
  targetName: 'a.test',
  givenName: null,
  randomLabel: 'abcdefghijklmnop',
  controlKeyType: 'ecdsa',
  ...over,
});
const all = { surveyProbes: null, keyTypes: true };
const control = controlHello('a.test', 'current');
const plan = (over: Partial<ProbeSubject> = {}, options = all): readonly string[] =>
  planSurvey(probes, control, subject(over), options).map(({ probe, how }) => `${how} ${probe.id}`);

describe('the survey', () => {
  it('shares what belongs to the endpoint, and asks for RSA where the control was served something else', () => {
    expect(plan()).toEqual(['share no-name', 'share unknown-name', 'ask rsa-only']);
    expect(plan({ controlKeyType: 'rsa' })).toEqual(['share no-name', 'share unknown-name']);
    expect(plan({ controlKeyType: null })).toEqual(['share no-name', 'share unknown-name']);
  });

  it('leaves out what the options leave out', () => {
    expect(plan({}, { ...all, keyTypes: false })).toEqual(['share no-name', 'share unknown-name']);
    expect(planSurvey(probes, control, subject(), { ...all, surveyProbes: ['no-name'] })).toHaveLength(1);
  });

  it('lists the control again where a question is the same', () => {
    const withoutName = controlHello(null, 'current');
    const planned = planSurvey(probes, withoutName, subject({ targetName: null, controlKeyType: 'rsa' }), all);
    expect(planned.map(({ probe, how }) => `${how} ${probe.id}`)).toEqual(['control no-name', 'share unknown-name']);
  });

  it('the control is the question that changes nothing, wherever it stands', () => {
    expect(controlProbe(probes.toReversed(), control, subject())?.id).toBe('target-name');
    expect(controlProbe([], control, subject())).toBeNull();
  });

  it('a renamed set of probes is planned alike: nothing hangs on an id', () => {
    const renamed = probes.map((probe) => ({ ...probe, id: `x-${probe.id}` }));
    expect(planSurvey(renamed, control, subject(), all).map(({ probe }) => probe.id)).toEqual([
      'x-no-name',
      'x-unknown-name',
      'x-rsa-only',
    ]);
  });

  it('hellos are compared by what they ask', () => {
    expect(sameHello(control, { ...control })).toBe(true);
    expect(sameHello(control, { ...control, serverName: null })).toBe(false);
    expect(sameHello(control, controlHello('a.test', 'tls12'))).toBe(false);
  });
});
