import type { Hello } from '../model/hello.js';
import type { Observation } from '../model/observation.js';
import type { ProbeSubject } from '../model/question.js';
import type { Answer } from './ask.js';
import { askTrust } from './ask-trust.js';
import { putQuestion, shareKey, shareQuestion, skippedObservation } from './asker.js';
import { isFailure } from './endpoint-memory.js';
import type { EndpointState, Job } from './job.js';
import { controlProbe, type Planned, planSurvey, sameHello } from './plan.js';
import type { Run } from './run.js';
import { seesCycles } from './turns.js';

/** Others connect in between: the place that is wanted may be missed a few times. */
const MOST_TURNS = 4;

/**
 * The standard questions at one endpoint: the control first, then what belongs to the endpoint, then the control's own
 * question again by the trust handshake (or by itself, where trust is not asked). Questions about the name that vary the
 * hello come last: with them in between, the two answers would lie four connections apart, and two machines that take
 * turns behind one address would show the same one twice. Where such a question is not answered at all, the
 * control follows it once more. A hello without a name that is not answered is put again, a few connections later: one
 * lost connection is no sign that the endpoint wants a name.
 */
export async function surveyEndpoint(run: Run, job: Job, state: EndpointState): Promise<void> {
  const unasked = state.barred ?? (state.noRoute ? 'no-route-for-family' : null);
  if (unasked !== null) {
    listUnasked(run, job, state, skipped(run, unasked));
    return;
  }
  const control = await askControl(run, job, state);
  const planned = planFor(run, job, state, control);
  const variations = planned.filter(({ how }) => how === 'ask');
  for (const each of planned) if (each.how !== 'ask') await askPlanned(run, job, state, each, control);
  if (control.observation.outcome === 'served') {
    await askTrust(run, job, state, control.observation.certificates, true);
    if (state.trustCertificates === null) await confirm(run, job, state);
    for (const each of planned) if (isOfNoName(each)) await askAgainWithoutName(run, job, state, each);
  }
  for (const each of variations) await askPlanned(run, job, state, each, control);
  if (variations.length > 0 && state.memory.failing) await confirm(run, job, state);
  if (control.observation.outcome === 'served') await takeTurns(run, job, state, [2]);
}

async function askPlanned(run: Run, job: Job, state: EndpointState, planned: Planned, control: Answer): Promise<void> {
  const { probe, hello, how } = planned;
  if (how === 'control') state.list({ ...control.observation, probe: probe.id }, null);
  else if (!canFollow(control)) listOrShare(state, planned, control.observation);
  else if (how === 'share') await shareQuestion(run, job, state, probe.id, hello);
  else await putQuestion(run, job, state, probe.id, hello);
}

function isOfNoName({ probe, how }: Planned): boolean {
  return how === 'share' && probe.name === 'none';
}

async function askAgainWithoutName(run: Run, job: Job, state: EndpointState, { probe, hello }: Planned): Promise<void> {
  const [first] = state.observations().filter((each) => each.probe === probe.id && each.attempt > 0);
  if (first === undefined || !isFailure(first) || first.outcome === 'unreachable') return;
  if (state.memory.limitedSince !== null || state.memory.suspicious) return;
  await shareQuestion(run, job, state, probe.id, hello);
}

/** The control once more, where something is wrong; and again where it looks as if the peer stopped answering. */
export async function confirm(run: Run, job: Job, state: EndpointState): Promise<void> {
  const hello = state.controlHello(job.serverName);
  const probe = controlId(run, job, state);
  await putQuestion(run, job, state, probe, hello);
  if (state.memory.suspicious) await putQuestion(run, job, state, probe, hello);
}

/**
 * The control again, until it has been put at places in the endpoint's order of connections that would meet more than one
 * of so many machines. By themselves names that share an endpoint ask in step, and each meets the same machine twice.
 *
 * @param cycles numbers of machines that may take turns
 */
export async function takeTurns(run: Run, job: Job, state: EndpointState, cycles: readonly number[]): Promise<void> {
  const { memory, controlTurns } = state;
  const [first] = state.observations().filter((each) => each.probe === controlId(run, job, state));
  if (first === undefined || first.attempt === 0 || first.outcome === 'not-tls' || !isWorthRepeating(first)) return;
  const isDone = (): boolean => memory.limitedSince !== null || memory.suspicious || seesCycles(controlTurns, cycles);
  if (isDone()) return;
  // One name at a time: two that take turns themselves would stay in step.
  await memory.inOrder(async () => {
    for (let tries = 0; tries < MOST_TURNS && !isDone(); tries += 1) {
      await putQuestion(run, job, state, controlId(run, job, state), state.controlHello(job.serverName));
    }
  });
}

/** Whether the control has been put a second time, or could not be. */
export function isConfirmed(run: Run, job: Job, state: EndpointState): boolean {
  const probe = controlId(run, job, state);
  const controls = state.observations().filter((each) => each.probe === probe && each.attempt > 0);
  const [first] = controls;
  return first === undefined || controls.length > 1 || !isWorthRepeating(first);
}

/** What a probe may know at this endpoint. */
export function subjectOf(run: Run, job: Job, controlKeyType: string | null, givenName: string | null): ProbeSubject {
  return { targetName: job.serverName, givenName, randomLabel: run.randomLabel, controlKeyType };
}

/** The key type of what the control was last served; null when it was served nothing. */
export function controlKeyType(run: Run, job: Job, state: EndpointState): string | null {
  const probe = controlId(run, job, state);
  const served = state.observations().findLast((each) => each.probe === probe && each.certificates.length > 0);
  return job.certificates.get(served?.certificates[0] ?? '')?.keyType ?? null;
}

export function controlId(run: Run, job: Job, state: EndpointState): string {
  const hello = state.controlHello(job.serverName);
  return controlProbe(run.probes, hello, subjectOf(run, job, null, null))?.id ?? 'control';
}

async function askControl(run: Run, job: Job, state: EndpointState): Promise<Answer> {
  const probe = controlId(run, job, state);
  const answer = await putQuestion(run, job, state, probe, state.controlHello(job.serverName));
  if (state.mode === 'tls12' && isVersionDependent(answer.observation)) return askCurrent(run, job, state, answer);
  if (answer.observation.outcome !== 'starttls' || answer.observation.reason !== 'not-offered') return answer;
  // Some offer STARTTLS at random, or to the second caller.
  const again = await putQuestion(run, job, state, probe, state.controlHello(job.serverName));
  if (again.observation.outcome !== 'starttls' && again.observation.attempt > 0) {
    state.replace(answer.observation, { ...answer.observation, reason: 'unstable' });
  }
  return again;
}

/**
 * A TLS 1.2 hello was refused: what the endpoint serves to a current client decides. The refusal is kept as the answer
 * to the question that offers TLS 1.2 alone, which it is.
 */
async function askCurrent(run: Run, job: Job, state: EndpointState, refusal: Answer): Promise<Answer> {
  const old = state.controlHello(job.serverName);
  state.mode = 'current';
  const hello = state.controlHello(job.serverName);
  const subject = subjectOf(run, job, null, null);
  const same = run.probes.find((probe) => {
    const varied = probe.vary(hello, subject);
    return varied !== null && sameHello(varied, old);
  });
  if (same === undefined) state.remove(refusal.observation);
  else state.replace(refusal.observation, { ...refusal.observation, probe: same.id });
  return putQuestion(run, job, state, controlId(run, job, state), hello);
}

function planFor(run: Run, job: Job, state: EndpointState, control: Answer): readonly Planned[] {
  const keyType = control.certificates[0]?.keyType ?? null;
  const hello = state.controlHello(job.serverName);
  return planSurvey(run.probes, hello, subjectOf(run, job, keyType, null), run.settings);
}

/** Nothing can answer: the control's outcome is listed, unless another name brought the answer. */
function listOrShare(state: EndpointState, planned: Planned, control: Observation): void {
  const { probe, hello } = planned;
  const key = planned.how === 'share' ? shareKey(probe.id, hello) : null;
  state.list({ ...control, probe: probe.id, serverName: hello.serverName, attempt: 0 }, key);
}

function listUnasked(run: Run, job: Job, state: EndpointState, why: Observation): void {
  const hello: Hello = state.controlHello(job.serverName);
  state.list({ ...why, probe: controlId(run, job, state), serverName: hello.serverName }, null);
  for (const { probe, hello: varied } of planSurvey(run.probes, hello, subjectOf(run, job, null, null), run.settings)) {
    state.list({ ...why, probe: probe.id, serverName: varied.serverName }, null);
  }
}

function skipped(run: Run, reason: string): Observation {
  return skippedObservation('', null, reason, run.settings.clock());
}

/** Whether other questions could be answered where the control was not. */
function canFollow({ observation, heard }: Answer): boolean {
  if (observation.attempt === 0 || observation.outcome === 'unreachable') return false;
  if (observation.outcome === 'starttls' || observation.outcome === 'skipped') return false;
  const silent = observation.outcome === 'interrupted' && observation.reason === 'timed-out' && !heard;
  return !silent;
}

/** A second control costs a deadline where nothing answers, and says nothing new. */
function isWorthRepeating(control: Observation): boolean {
  if (!isFailure(control)) return control.outcome !== 'starttls' && control.outcome !== 'skipped';
  return control.outcome !== 'unreachable' && control.reason !== 'timed-out';
}

/** What another version might change: any end before a certificate that the peer chose. */
function isVersionDependent({ outcome, certificates }: Observation): boolean {
  return (
    certificates.length === 0 &&
    (outcome === 'refused' || outcome === 'incompatible' || outcome === 'misbehaved' || outcome === 'malformed')
  );
}
