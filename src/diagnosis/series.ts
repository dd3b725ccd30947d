import type { EndpointEvidence } from '../model/evidence.js';
import type { Observation } from '../model/observation.js';
import { type Answer, answerKey, answerOf, isSilent } from './answers.js';
import { type Asked, askedBy, questionKey } from './questions.js';

/** One answer to one question. */
export interface Sample {
  readonly at: number;
  readonly answer: Answer;
  readonly acknowledged: boolean | null;
  /** A warning alert unrecognized_name came beside it. */
  readonly warned: boolean;
  readonly protocol: string | null;
  /** The finished trust handshake asks the control's question again: it is a sample too. */
  readonly by: 'probe' | 'trust' | 'neighbour';
}

/** All answers to one question at one endpoint, in time. Never empty. */
export interface Series {
  readonly key: string;
  readonly asked: Asked;
  readonly samples: readonly Sample[];
}

/** How the samples of one series behave. */
export type Steadiness = 'steady' | 'changed-once' | 'came-back';

/** Sorted by time; ties by what was asked, so that the order of the evidence does not matter. */
export function inTime(observations: readonly Observation[]): readonly Observation[] {
  const tie = ({ probe, serverName, attempt }: Observation): string => `${attempt} ${probe} ${serverName ?? ''}`;
  return observations.toSorted((a, b) => a.at - b.at || (tie(a) < tie(b) ? -1 : Number(tie(a) > tie(b))));
}

/** The questions asked of the endpoint itself, each with its samples. */
export function ownSeries(evidence: EndpointEvidence): ReadonlyMap<string, Series> {
  const series = new Map<string, { key: string; asked: Asked; samples: Sample[] }>();
  for (const observation of inTime(evidence.observations)) {
    const asked = askedBy(observation);
    const answer = answerOf(observation);
    if (asked === null || answer === null || observation.attempt === 0) continue;
    const key = questionKey(asked);
    const one = series.get(key) ?? { key, asked, samples: [] };
    // An IP target's control is listed again as `no-name`: one connection, one sample.
    if (one.samples.some(({ at }) => at === observation.at)) continue;
    one.samples.push({
      at: observation.at,
      answer,
      acknowledged: observation.serverNameAcknowledged,
      warned: isWarned(observation),
      protocol: observation.protocol,
      by: 'probe',
    });
    series.set(key, one);
  }
  addTrust(evidence, series);
  return series;
}

/** The trust handshake follows the survey: its sample stands after the first control and before the repeats. */
function addTrust(evidence: EndpointEvidence, series: Map<string, { samples: Sample[] }>): void {
  const leaf = evidence.trustCertificates?.[0];
  const control = evidence.observations.find(({ probe, attempt }) => probe === 'target-name' && attempt > 0);
  const asked = control === undefined ? null : askedBy(control);
  const first = asked === null ? undefined : series.get(questionKey(asked));
  const sample = first?.samples[0];
  if (leaf === undefined || first === undefined || sample === undefined) return;
  const answer: Answer = { kind: 'certificate', certificate: leaf, signature: 'verifies' };
  first.samples.splice(1, 0, { at: sample.at, answer, acknowledged: null, warned: false, protocol: null, by: 'trust' });
}

/** The neighbours' controls, as questions asked here; then what names outside the window were served. */
export function neighbourSeries(evidence: EndpointEvidence): readonly Series[] {
  const neighbours = evidence.neighbours.toSorted((a, b) => (a.host < b.host ? -1 : Number(a.host > b.host)));
  const listed = neighbours.flatMap(({ observation }): readonly Series[] => {
    const asked = askedBy(observation);
    const answer = answerOf(observation);
    if (asked === null || answer === null || observation.attempt === 0) return [];
    const { at, serverNameAcknowledged: acknowledged, protocol } = observation;
    const warned = isWarned(observation);
    return [
      { key: questionKey(asked), asked, samples: [{ at, answer, acknowledged, warned, protocol, by: 'neighbour' }] },
    ];
  });
  return [...listed, ...summarySeries(evidence)];
}

/** Certificates that names outside the window were served: so many are looked at, the commonest first. */
const MOST_OUTSIDE = 8;

/** Which names those were is not kept: they are called by what they are. */
function summarySeries({ neighbourSummary }: EndpointEvidence): readonly Series[] {
  const counts = Object.entries(neighbourSummary?.fingerprints ?? {});
  const commonest = counts.toSorted(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).slice(0, MOST_OUTSIDE);
  return commonest.map(([certificate], index): Series => {
    const serverName = `another name of the list${index === 0 ? '' : ` (${index + 1})`}`;
    const asked: Asked = { serverName, keyTypes: 'any', versions: 'current' };
    const answer: Answer = { kind: 'certificate', certificate, signature: 'verifies' };
    const sample: Sample = { at: 0, answer, acknowledged: null, warned: false, protocol: null, by: 'neighbour' };
    return { key: questionKey(asked), asked, samples: [sample] };
  });
}

/** Somebody has this name: it is a neighbour's. */
export function isNeighbours({ samples }: Series): boolean {
  return samples.some(({ by }) => by === 'neighbour');
}

const UNRECOGNIZED_NAME = 112;

export function isWarned({ warningAlerts }: Observation): boolean {
  return warningAlerts.some(({ code }) => code === UNRECOGNIZED_NAME);
}

/** Runs of equal answers: one is steady, two changed once, more came back. */
export function steadiness({ samples }: Series): Steadiness {
  const runs = withoutNoise(samples).filter(
    ({ answer }, index, all) => index === 0 || answerKey(answer) !== answerKey(all[index - 1]?.answer ?? answer),
  );
  if (runs.length <= 1) return 'steady';
  return runs.length === 2 ? 'changed-once' : 'came-back';
}

/** One silent failure among three samples or more is the network's, not the server's. */
export function withoutNoise(samples: readonly Sample[]): readonly Sample[] {
  const silent = samples.filter(({ answer }) => isSilent(answer));
  return samples.length >= 3 && silent.length === 1 ? samples.filter(({ answer }) => !isSilent(answer)) : samples;
}

/** When the second run began; null for a steady series. */
export function changedAt(series: Series): number | null {
  const samples = withoutNoise(series.samples);
  const first = samples[0];
  if (first === undefined) return null;
  return samples.find(({ answer }) => answerKey(answer) !== answerKey(first.answer))?.at ?? null;
}
