import type { EndpointEvidence } from '../model/evidence.js';
import type { Observation } from '../model/observation.js';
import { type Answer, answerKey, answerOf, isSilent } from './answers.js';
import { askedBy, questionKey } from './questions.js';
import {
  changedAt,
  inTime,
  neighbourSeries,
  ownSeries,
  type Sample,
  type Series,
  steadiness,
  withoutNoise,
} from './series.js';

/** Seconds apart that make a repeated failure more than a coincidence (the sandwich rule of the design's section 5). */
export const SANDWICH_GAP_MS = 1000;

/** How far an endpoint could be asked at all. */
export type Reach = 'answers' | 'unreachable' | 'not-tls' | 'skipped';

/** What one question came to. */
export interface Settled {
  readonly series: Series;
  readonly answer: Answer;
  /** False: a reset, close or silence outside a sandwich: no answer about the name yet. */
  readonly confirmed: boolean;
  /** How often this same answer was seen. */
  readonly times: number;
  readonly acknowledged: boolean | null;
  readonly warned: boolean;
  readonly protocol: string | null;
}

/** An endpoint's evidence, put in order. */
export interface EndpointView {
  readonly evidence: EndpointEvidence;
  readonly reach: Reach;
  /** The observation that says so, where `reach` is not `answers`. */
  readonly first: Observation | null;
  /** It answered, then stopped answering: what came after is no evidence. */
  readonly limited: boolean;
  /** The last answers were failures: this question, answered before, shows whether the endpoint still answers. */
  readonly lifeSign: Series | null;
  readonly change: 'none' | 'unsettled' | 'once' | 'rotates';
  /** By question key: own questions and neighbours' controls, after a change only what came later. */
  readonly settled: ReadonlyMap<string, Settled>;
  /** The control's answer for this target's name. */
  readonly control: Settled | null;
  /** Only TLS 1.1 or 1.0 is spoken: `control` is their answer, and no other question of a current client says anything. */
  readonly legacyOnly: boolean;
  readonly all: ReadonlyMap<string, Series>;
}

/** `samples`: how often a question must have been put before two answers to it mean anything. */
export function viewEndpoint(evidence: EndpointEvidence, samples: number): EndpointView {
  const all = ownSeries(evidence);
  const controlKey = keyOfControl(evidence);
  const change = changeOf([...all.values()], samples);
  const since =
    change === 'once' ? Math.max(...[...all.values()].map((one) => changedAt(one) ?? Number.NEGATIVE_INFINITY)) : null;
  const own = [...all.values()].flatMap((one) => after(one, since));
  const timeline = answered(evidence);
  const settled = new Map<string, Settled>();
  for (const series of [...own, ...neighbourSeries(evidence)]) {
    const before = settled.get(series.key);
    const merged =
      before === undefined ? series : { ...series, samples: [...series.samples, ...before.series.samples] };
    settled.set(series.key, settle(merged, timeline));
  }
  return {
    evidence,
    ...reachOf(evidence, all),
    ...lifeOf(evidence, all, timeline),
    change,
    settled,
    ...controlOf(controlKey, settled),
    all,
  };
}

function controlOf(
  key: string | null,
  settled: ReadonlyMap<string, Settled>,
): Pick<EndpointView, 'control' | 'legacyOnly'> {
  const control = key === null ? null : (settled.get(key) ?? null);
  if (control === null || control.answer.kind === 'certificate') return { control, legacyOnly: false };
  const current = [...settled.values()].some(
    ({ answer, series }) => answer.kind === 'certificate' && series.asked.versions === 'current',
  );
  const { serverName } = control.series.asked;
  const old = (['tls12', 'legacy'] as const).flatMap(
    (versions) => settled.get(questionKey({ serverName, keyTypes: 'any', versions })) ?? [],
  );
  const legacy = old.find(({ answer, protocol }) => answer.kind === 'certificate' && isLegacy(protocol));
  return current || legacy === undefined ? { control, legacyOnly: false } : { control: legacy, legacyOnly: true };
}

function isLegacy(protocol: string | null): boolean {
  return protocol === 'TLSv1' || protocol === 'TLSv1.1' || protocol === 'SSLv3';
}

function keyOfControl(evidence: EndpointEvidence): string | null {
  const control = evidence.observations.find(({ probe }) => probe === 'target-name');
  const asked = control === undefined ? null : askedBy(control);
  return asked === null ? null : questionKey(asked);
}

function changeOf(all: readonly Series[], samples: number): EndpointView['change'] {
  const unsteady = all.filter((series) => steadiness(series) !== 'steady');
  if (unsteady.length === 0) return 'none';
  if (unsteady.some((series) => steadiness(series) === 'came-back' && withoutNoise(series.samples).length >= 3)) {
    return unsteady.some((series) => series.samples.length >= samples) ? 'rotates' : 'unsettled';
  }
  return unsteady.every((series) => series.samples.length >= samples) ? 'once' : 'unsettled';
}

function after(series: Series, since: number | null): readonly Series[] {
  if (since === null) return [series];
  const samples = series.samples.filter(({ at, by }) => at >= since && by !== 'trust');
  return samples.length === 0 ? [] : [{ ...series, samples }];
}

interface Moment {
  readonly at: number;
  readonly key: string;
  /** null: nothing answered at all (refused TCP in the middle of a survey). */
  readonly answer: Answer | null;
}

function answered(evidence: EndpointEvidence): readonly Moment[] {
  return inTime(evidence.observations).flatMap((observation) => {
    const asked = askedBy(observation);
    if (asked === null || observation.attempt === 0 || observation.outcome === 'skipped') return [];
    return [{ at: observation.at, key: questionKey(asked), answer: answerOf(observation) }];
  });
}

const spoke = ({ answer }: Moment): boolean => answer !== null && !isSilent(answer);

function settle(series: Series, timeline: readonly Moment[]): Settled {
  const samples = withoutNoise(series.samples);
  const last = samples.at(-1);
  if (last === undefined) throw new RangeError('a series without samples');
  const same = samples.filter(({ answer }) => answerKey(answer) === answerKey(last.answer));
  const described = same.findLast(({ by }) => by !== 'trust') ?? last;
  return {
    series,
    answer: last.answer,
    confirmed: !isSilent(last.answer) || sandwiched(same, timeline),
    times: same.length,
    acknowledged: described.acknowledged,
    warned: described.warned,
    protocol: described.protocol,
  };
}

/** It failed, another question was then answered, and it failed again at least a second after the first time. */
function sandwiched(failures: readonly Sample[], timeline: readonly Moment[]): boolean {
  return failures.some((early) =>
    failures.some(
      (late) =>
        late.at - early.at >= SANDWICH_GAP_MS &&
        timeline.some((moment) => spoke(moment) && moment.at > early.at && moment.at < late.at),
    ),
  );
}

function reachOf(evidence: EndpointEvidence, all: ReadonlyMap<string, Series>): Pick<EndpointView, 'reach' | 'first'> {
  const first = inTime(evidence.observations)[0] ?? null;
  if (all.size > 0) return { reach: 'answers', first };
  const telling = evidence.observations.find(({ outcome }) => outcome === 'not-tls' || outcome === 'starttls');
  if (telling !== undefined) return { reach: 'not-tls', first: telling };
  const dead = evidence.observations.find(({ outcome }) => outcome === 'unreachable');
  return dead === undefined ? { reach: 'skipped', first } : { reach: 'unreachable', first: dead };
}

/** How many failures in a row show that nothing is answered any more; more of them where it came back before. */
export function limitedAfter(recovered: boolean): number {
  return recovered ? 6 : 2;
}

/** A question that had been answered failed, and the endpoint answered again: one machine of several fails, no limit was met. */
function hasRecovered(timeline: readonly Moment[]): boolean {
  const spoken = new Set<string>();
  let contradicted = false;
  for (const moment of timeline) {
    if (spoke(moment)) {
      if (contradicted) return true;
      spoken.add(moment.key);
    } else contradicted ||= spoken.has(moment.key);
  }
  return false;
}

/** Whether the endpoint stopped answering, or has to be asked whether it did. */
function lifeOf(
  evidence: EndpointEvidence,
  all: ReadonlyMap<string, Series>,
  timeline: readonly Moment[],
): Pick<EndpointView, 'limited' | 'lifeSign'> {
  const said = evidence.observations.some(({ reason }) => reason === 'limited' || reason === 'stopped-answering');
  const lastSpoken = timeline.findLastIndex(spoke);
  const tail = timeline.slice(lastSpoken + 1);
  if (lastSpoken < 0 || tail.length === 0) return { limited: said, lifeSign: null };
  const before = timeline.slice(0, lastSpoken + 1);
  const spokenBefore = new Set(before.filter(spoke).map(({ key }) => key));
  const trustFinished = evidence.trustCertificates !== null && tail.every(({ key }) => !spokenBefore.has(key));
  if (tail.length >= limitedAfter(hasRecovered(before)) && tail.some(({ key }) => spokenBefore.has(key)))
    return { limited: true, lifeSign: null };
  const control = keyOfControl(evidence) ?? '';
  const sign = trustFinished
    ? null
    : (all.get(spokenBefore.has(control) ? control : (before[lastSpoken]?.key ?? '')) ?? null);
  return { limited: said, lifeSign: sign };
}
