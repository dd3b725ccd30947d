import { followUps } from '../diagnosis/follow-ups.js';
import type { FollowUp } from '../model/evidence.js';
import type { Hello } from '../model/hello.js';
import { addressWithPort } from './addresses.js';
import { askTrust } from './ask-trust.js';
import { putQuestion, shareKey, shareQuestion, takeShared } from './asker.js';
import { type Judged, judgeJob } from './evidence.js';
import type { EndpointState, Job } from './job.js';
import type { Neighbourhood } from './neighbourhood.js';
import type { Run } from './run.js';
import { controlKeyType, subjectOf } from './survey.js';

/** Bounds against a diagnosis that never has enough; no estate in the tests comes near them. */
const MOST_ROUNDS = 12;
const MOST_QUESTIONS_PER_ENDPOINT = 48;

/**
 * Asks what could separate the explanations that still stand, batch by batch, until nothing is left to ask.
 *
 * @param before what is known comes to this
 */
export async function askFollowUps(
  run: Run,
  job: Job,
  neighbourhood: Neighbourhood,
  before: Judged = judgeJob(job, neighbourhood, run.settings),
): Promise<Judged> {
  const { samples, unknownSibling, keyTypes } = run.settings;
  const asked = new Map<EndpointState, number>();
  let judged = before;
  for (let round = 0; round < MOST_ROUNDS && !run.cancellation.aborted; round += 1) {
    const batch = followUps(judged.evidence, judged.findings, run.probes, { samples, unknownSibling, keyTypes });
    if (batch.length === 0) break;
    const put = await Promise.all(
      job.endpoints.map((state, index) => {
        const own = batch.filter(({ endpoint }) => endpoint === index);
        return askBatch(run, job, state, own, asked);
      }),
    );
    if (!put.some((any) => any)) break;
    judged = judgeJob(job, neighbourhood, run.settings);
  }
  return judged;
}

/** One endpoint's part of a batch, in its order. Whether anything was asked. */
async function askBatch(
  run: Run,
  job: Job,
  state: EndpointState,
  batch: readonly FollowUp[],
  asked: Map<EndpointState, number>,
): Promise<boolean> {
  let any = false;
  const taken: Taken = new Map();
  for (const followUp of batch) {
    const count = asked.get(state) ?? 0;
    if (count >= MOST_QUESTIONS_PER_ENDPOINT || state.memory.limitedSince !== null) break;
    if (!(await askFollowUp(run, job, state, followUp, taken))) continue;
    asked.set(state, count + 1);
    any = true;
  }
  return any;
}

/**
 * Lists the repeats of a question that other targets put already; whether they answer this wish, one for each. Those from before
 * this target's survey say nothing of what came since.
 */
function isRepeatedByOthers(job: Job, state: EndpointState, probe: string, hello: Hello, taken: Taken): boolean {
  const key = shareKey(probe, hello);
  const left = taken.get(key) ?? 0;
  if (left > 0) {
    taken.set(key, left - 1);
    return true;
  }
  if (state.nextAttempt(probe, hello.serverName) === 1) return false;
  const answers = takeShared(job, state, probe, hello);
  if (!answers.some(({ observation }) => observation.at > state.firstAskedAt())) return false;
  taken.set(key, answers.length - 1);
  return true;
}

/** By question: repeats of others that were listed in this batch and have answered no wish yet. */
type Taken = Map<string, number>;

async function askFollowUp(
  run: Run,
  job: Job,
  state: EndpointState,
  followUp: FollowUp,
  taken: Taken,
): Promise<boolean> {
  const probe = run.probes.find(({ id }) => id === followUp.probe);
  const subject = subjectOf(run, job, controlKeyType(run, job, state), followUp.givenName);
  const hello = probe?.vary(state.controlHello(job.serverName), subject) ?? null;
  if (probe === undefined || hello === null) return false;
  const { clock, onTranscript } = run.settings;
  // What another name is answered, or none, is the same for every target there.
  const isShared = hello.serverName !== job.serverName;
  if (isShared && isRepeatedByOthers(job, state, probe.id, hello, taken)) return true;
  // The gap is since this target's last question: names of one endpoint need not wait for each other.
  await run.cancellation.sleep(state.lastQuestionAt + followUp.gapMs - clock());
  onTranscript?.({
    at: clock(),
    target: `${job.target.host}:${job.target.port}`,
    dialled: addressWithPort(state.endpoint.dialAddress, state.endpoint.dialPort),
    probe: probe.id,
    event: 'follow-up',
    detail: followUp.why,
  });
  const answer = await (isShared ? shareQuestion : putQuestion)(run, job, state, probe.id, hello);
  const { outcome, certificates, attempt } = answer.observation;
  // Where only an older version is spoken the control was served nothing that trust could be asked about.
  const isOlder = !isShared && hello.versions[0] !== state.controlHello(job.serverName).versions[0];
  if (isOlder && outcome === 'served' && state.trust.reason === 'not-asked') {
    await askTrust(run, job, state, certificates, false);
  }
  return attempt > 0;
}
