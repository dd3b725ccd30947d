import type { Certificate } from '../model/certificate.js';
import { addressWithPort } from './addresses.js';
import type { Anchors } from './anchors.js';
import { connectWithin, noteOutcome } from './asker.js';
import type { EndpointState, Job } from './job.js';
import type { Run } from './run.js';
import { shakeHands, type TrustHandshake } from './trust-handshake.js';
import { isSameList, judge } from './trust-verdict.js';
import { outOfStep } from './turns.js';

/** Two different lists in a row are told as they are: whether something rotates is not judged here. */
const MOST_TRIES = 2;

/**
 * Asks OpenSSL about the list that the control was served, by a finished handshake for the same name. A handshake that
 * was served another list is put once more, for a verdict about the control's. Another end-entity certificate stands in
 * the evidence all the same: of two machines that take turns, the second try meets the first one again.
 *
 * @param served fingerprints of the control's list
 * @param answers false: the list came in another version than the control offers, and the handshake is no answer to it
 */
export async function askTrust(
  run: Run,
  job: Job,
  state: EndpointState,
  served: readonly string[],
  answers: boolean,
): Promise<void> {
  const { anchors } = run;
  if (anchors === null) return;
  const { clock, judgeAt } = run.settings;
  const list = served.flatMap((sha256) => job.certificates.get(sha256) ?? []);
  let stranger: readonly Certificate[] | null = null;
  for (let tries = 1; ; tries += 1) {
    const handshake = await finish(run, job, state, anchors);
    if (handshake === null || handshake.kind !== 'finished') {
      state.trust = { trusted: null, reason: handshake?.reason ?? 'not-asked', anchors: anchors.description };
      return;
    }
    const path = handshake.path.map((der) => run.certificates.read(der));
    const same = isSameList(path, list, () => anchors.certificates());
    for (const certificate of path) job.certificates.set(certificate.sha256, certificate);
    if (!same && path[0]?.sha256 !== served[0]) stranger ??= path;
    if (!same && tries < MOST_TRIES) continue;
    state.trust = judge(handshake.error, same ? list : path, anchors, clock(), judgeAt);
    if (!answers) return;
    const met = stranger ?? (same ? null : path);
    state.trustCertificates = met === null ? served : met.map(({ sha256 }) => sha256);
    return;
  }
}

type Settled = Exclude<TrustHandshake, { readonly kind: 'exhausted' }>;

async function finish(run: Run, job: Job, state: EndpointState, anchors: Anchors): Promise<Settled | null> {
  const { endpoint } = state;
  const { clock, timeoutMs } = run.settings;
  const io = { context: anchors.context, timeoutMs, cancellation: run.cancellation };
  let at = clock();
  const { handshake } = await connectWithin<{ handshake: TrustHandshake | null; exhausted: boolean }>(
    run,
    state,
    async (slot) => {
      await outOfStep(state);
      at = clock();
      const turn = state.memory.dial();
      const shaken = await shakeHands(endpoint, job.serverName, io, slot);
      if (shaken.kind === 'finished') state.controlTurns.push(turn);
      return { handshake: shaken, exhausted: shaken.kind === 'exhausted' };
    },
    (reason) => ({ handshake: { kind: 'failed', reason }, exhausted: false }),
  );
  if (handshake === null || handshake.kind === 'exhausted') return null;
  const reason = handshake.kind === 'failed' ? handshake.reason : null;
  run.settings.onTranscript?.({
    at: clock(),
    target: `${job.target.host}:${job.target.port}`,
    dialled: addressWithPort(endpoint.dialAddress, endpoint.dialPort),
    probe: null,
    event: 'trust',
    detail: handshake.kind === 'failed' ? handshake.reason : (handshake.error ?? 'trusted'),
  });
  if (reason === 'aborted' || reason === 'stopped-answering') return handshake;
  job.questions += 1;
  state.lastQuestionAt = clock();
  const silent = reason !== null && ['refused', 'no-route', 'timed-out', 'closed', 'reset'].includes(reason);
  // A failure here may be about OpenSSL's hello: it alone does not show that the control would fail too.
  noteOutcome(run, job, state, { at, failed: silent, answeredBefore: false });
  return handshake;
}
