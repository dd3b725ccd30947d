import type { Hello } from '../model/hello.js';
import type { Observation } from '../model/observation.js';
import type { Question } from '../model/question.js';
import { addressWithPort } from './addresses.js';
import { type Answer, ask } from './ask.js';
import { isAnswer, isFailure } from './endpoint-memory.js';
import type { EndpointState, Job } from './job.js';
import type { Slot } from './limits.js';
import { sameHello } from './plan.js';
import type { Run } from './run.js';
import { outOfStep } from './turns.js';

/** Other programs may hold the descriptors for a while: some ten seconds. */
const MOST_REQUEUES = 200;

/** Puts one question within the limits and records the answer. Where nothing may be asked any more, it says so instead. */
export async function putQuestion(
  run: Run,
  job: Job,
  state: EndpointState,
  probe: string,
  hello: Hello,
): Promise<Answer> {
  const answer = await askWithin(run, job, state, probe, hello, state.nextAttempt(probe, hello.serverName));
  state.record(answer, hello, job);
  return answer;
}

/**
 * As {@link putQuestion}, for an answer that does not depend on the asking target: the endpoint's, or another name's. Whoever
 * needs it first asks, the others share; the second time it is put is shared by those who put it a second time.
 */
export async function shareQuestion(
  run: Run,
  job: Job,
  state: EndpointState,
  probe: string,
  hello: Hello,
): Promise<Answer> {
  const attempt = state.nextAttempt(probe, hello.serverName);
  const { answer, repeated } = await state.memory.share(shareKey(probe, hello, attempt), () =>
    askWithin(run, job, state, probe, hello, attempt),
  );
  return recordShared(job, state, answer, hello, repeated);
}

/** Lists the further answers that other names brought to this question already; nothing is asked. */
export function takeShared(job: Job, state: EndpointState, probe: string, hello: Hello): readonly Answer[] {
  const taken: Answer[] = [];
  for (;;) {
    const answer = state.memory.sharedAnswer(shareKey(probe, hello, state.nextAttempt(probe, hello.serverName)));
    if (answer === null) return taken;
    taken.push(recordShared(job, state, answer, hello, true));
  }
}

function recordShared(job: Job, state: EndpointState, answer: Answer, hello: Hello, repeated: boolean): Answer {
  const listed = repeated ? { ...answer, observation: { ...answer.observation, shared: true } } : answer;
  state.record(listed, hello, job);
  return listed;
}

/** @param attempt which time of putting it */
export function shareKey(probe: string, hello: Hello, attempt = 1): string {
  return `${probe}|${attempt}|${JSON.stringify(hello)}`;
}

async function askWithin(
  run: Run,
  job: Job,
  state: EndpointState,
  probe: string,
  hello: Hello,
  attempt: number,
): Promise<Answer> {
  const { endpoint, memory } = state;
  const question: Question = { probe, endpoint, hello, attempt, shared: false };
  return connectWithin(
    run,
    state,
    async (slot) => {
      const before = state.answeredBefore(hello) || sharedBefore(memory.sharedAnswer(shareKey(probe, hello)));
      const answer = await askNoted(run, job, state, question, before, slot);
      // In the same place: behind the others who wait for this address it would come too late.
      const canary = memory.takeCanary();
      if (canary !== null) await askNoted(run, job, state, { ...question, ...canary }, true, slot);
      return answer;
    },
    (why) => notAsked(run, question, why),
  );
}

async function askNoted(
  run: Run,
  job: Job,
  state: EndpointState,
  question: Question,
  answeredBefore: boolean,
  slot: Slot,
): Promise<Answer> {
  const isControl = sameHello(question.hello, state.controlHello(job.serverName));
  if (isControl) await outOfStep(state);
  const turn = state.memory.dial();
  const answer = await ask(question, askIo(run, state), slot);
  const { observation, exhausted } = answer;
  if (exhausted || observation.outcome === 'skipped') return answer;
  if (isControl) state.controlTurns.push(turn);
  job.questions += 1;
  state.lastQuestionAt = run.settings.clock();
  const failed = isFailure(observation);
  if (isAnswer(observation)) state.memory.rememberAnswered({ probe: question.probe, hello: question.hello });
  noteOutcome(run, job, state, { at: observation.at, failed, answeredBefore });
  return answer;
}

/** Waits for a place, asks, and asks again while this machine has no descriptors left. */
export async function connectWithin<Result extends { readonly exhausted: boolean }>(
  run: Run,
  state: EndpointState,
  connect: (slot: Slot) => Promise<Result>,
  refuse: (why: 'aborted' | 'stopped-answering') => Result,
): Promise<Result> {
  for (let requeued = 0; ; requeued += 1) {
    const result = await run.limits.run(state.endpoint.address, (slot) => {
      if (run.cancellation.aborted) return Promise.resolve(refuse('aborted'));
      if (state.memory.limitedSince !== null) return Promise.resolve(refuse('stopped-answering'));
      return connect(slot);
    });
    if (!result.exhausted || requeued === MOST_REQUEUES) return result;
    run.warn('This machine ran out of descriptors: fewer connections at once (see ulimit -n, or --concurrency).');
    await run.limits.descriptorsExhausted();
  }
}

/** Tells the endpoint's memory how a connection went, and narrows the address when it stopped answering. */
export function noteOutcome(
  run: Run,
  job: Job,
  state: EndpointState,
  outcome: { readonly at: number; readonly failed: boolean; readonly answeredBefore: boolean },
): void {
  const { memory, endpoint } = state;
  if (!memory.note(outcome.at, outcome.failed, outcome.answeredBefore)) return;
  run.limits.narrow(endpoint.address);
  run.settings.onTranscript?.({
    at: run.settings.clock(),
    target: `${job.target.host}:${job.target.port}`,
    dialled: addressWithPort(endpoint.dialAddress, endpoint.dialPort),
    probe: null,
    event: 'limited',
    detail: `stopped answering after ${memory.connections} connections`,
  });
}

function sharedBefore(answer: Answer | null): boolean {
  return answer !== null && isAnswer(answer.observation);
}

function askIo(run: Run, state: EndpointState): Parameters<typeof ask>[1] {
  const { clock, random, timeoutMs, prove, onTranscript } = run.settings;
  return {
    clock,
    random,
    timeoutMs,
    onTranscript,
    keyShares: run.keyShares,
    prove: prove || state.mode === 'current',
    cancellation: run.cancellation,
    certificates: run.certificates,
  };
}

function notAsked(run: Run, { probe, hello }: Question, why: string): Answer {
  return {
    observation: skippedObservation(probe, hello.serverName, why, run.settings.clock()),
    certificates: [],
    heard: false,
    exhausted: false,
  };
}

/** A question that was not put, and why. */
export function skippedObservation(probe: string, serverName: string | null, reason: string, at: number): Observation {
  return {
    probe,
    serverName,
    attempt: 0,
    shared: false,
    outcome: 'skipped',
    reason,
    detail: {},
    stage: 'connect',
    at,
    ms: 0,
    protocol: null,
    cipherSuite: null,
    group: null,
    signatureScheme: null,
    serverNameAcknowledged: null,
    ocspStaple: null,
    alert: null,
    warningAlerts: [],
    certificates: [],
    possession: 'unchecked',
    possessionReason: 'not-reached',
  };
}
