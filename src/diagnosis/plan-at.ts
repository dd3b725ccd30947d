import type { FollowUp } from '../model/evidence.js';
import { isSilent } from './answers.js';
import { type Case, variantOf } from './case.js';
import { type Conclusion, concludeAt } from './causes-at.js';
import { decidingAnswers, isSeenTwice } from './deciding.js';
import { type AskableName, asIfCalibrated, namesWorthAsking } from './names.js';
import { askedBy, questionKey } from './questions.js';
import { certaintyAlone, OTHER_WAYS_IN } from './rank.js';
import { type Series, steadiness } from './series.js';
import { couldSeparate } from './useful.js';
import { type EndpointView, SANDWICH_GAP_MS, type Settled } from './view.js';

/** A follow-up before it is known at which endpoint. */
export type Wish = Omit<FollowUp, 'endpoint'>;

/** What to ask next at one endpoint. `available`: ids of the probes that may be put. */
export function planAt(
  one: Case,
  view: EndpointView,
  available: ReadonlySet<string>,
  samples: number,
): readonly Wish[] {
  return wishes(one, view, available, samples).filter(({ probe }) => available.has(probe));
}

function wishes(one: Case, view: EndpointView, available: ReadonlySet<string>, samples: number): readonly Wish[] {
  if (view.reach === 'unreachable' || view.reach === 'not-tls') return onceMore(one, view);
  if (view.reach === 'skipped' || view.limited || isSilentThroughout(view)) return [];
  if (view.lifeSign !== null) return again(view, view.lifeSign, 'does it still answer at all?');
  if (view.change === 'unsettled') return moreSamples(view, samples);
  const conclusion = concludeAt(one, view, { provisional: true, without: null });
  if (conclusion.kind !== 'fault') return [];
  if (view.change === 'once') {
    const anew = surveyedBefore(view).filter(({ key }) => !view.settled.has(key));
    if (anew.length > 0) return anew.flatMap((series) => again(view, series, 'the answers changed: surveyed anew'));
  }
  if (view.change === 'rotates') return [];
  return separating(one, view, conclusion, available) ?? confirming(one, view, conclusion);
}

/** The control and everything else ended without a byte: more questions would wait as long, for nothing. */
function isSilentThroughout({ settled, control }: EndpointView): boolean {
  return control?.answer.kind === 'silence' && [...settled.values()].every(({ answer }) => answer.kind === 'silence');
}

/** A refusal of the whole endpoint is told for sure when it was seen twice; a silent one is not waited for again. */
function onceMore(one: Case, view: EndpointView): readonly Wish[] {
  const conclusion = concludeAt(one, view);
  const waits = view.first?.reason === 'timed-out';
  if (waits || view.first?.probe !== 'target-name' || isSeenTwice(one, view, conclusion)) return [];
  return [{ probe: 'target-name', givenName: null, gapMs: 0, why: 'seen twice, it is no accident' }];
}

/** The next question that could leave fewer causes; null when there is none. */
function separating(
  one: Case,
  view: EndpointView,
  conclusion: Conclusion,
  available: ReadonlySet<string>,
): readonly Wish[] | null {
  const ask = ({ probe, name, givenName }: AskableName): Wish => ({
    probe,
    givenName,
    gapMs: 0,
    why: `${name ?? 'no name'}: separates ${conclusion.causes.join(', ')}`,
  });
  const calibrated = asIfCalibrated(view, conclusion);
  for (const name of namesWorthAsking(one, view)) {
    if (available.has(name.probe) && couldSeparate(name, conclusion, calibrated)) return [ask(name)];
  }
  const ways = otherWaysIn(one, view, conclusion).filter(({ probe }) => available.has(probe));
  return ways.length > 0 ? ways : null;
}

const PROTOCOL_VERSION = 70;

/** A failing name is asked in other versions and with RSA alone before its key is suspected; a wrong one by key type. */
function otherWaysIn(one: Case, view: EndpointView, { causes }: Conclusion): readonly Wish[] {
  const { control } = view;
  if (control === null) return [];
  const wish = (probe: string): Wish => ({ probe, givenName: null, gapMs: 0, why: 'does the name work another way?' });
  if (control.answer.kind === 'certificate') {
    const keyType = one.evidence.certificates.get(control.answer.certificate)?.keyType ?? null;
    const expectsEcdsa = one.judge.expected.some((expected) => expected.keyType === 'ecdsa');
    if (keyType === 'ecdsa' && variantOf(view, { keyTypes: 'rsa', versions: 'current' }) === null)
      return [wish('rsa-only')];
    if (keyType === 'rsa' && expectsEcdsa && variantOf(view, { keyTypes: 'ecdsa', versions: 'current' }) === null) {
      return [wish('ecdsa-only')];
    }
    return [];
  }
  const refusesVersion = control.answer.kind === 'alert' && control.answer.code === PROTOCOL_VERSION;
  const keyOrAll = causes.includes('private-key-unusable') || causes.includes('no-certificate-served');
  if (control.answer.kind === 'silence' || (!refusesVersion && !keyOrAll)) return [];
  return OTHER_WAYS_IN.filter((way) => variantOf(view, way) === null).map(({ probe }) => wish(probe));
}

/** Failures are put between answers; then whatever decides is seen a second time. */
function confirming(one: Case, view: EndpointView, provisional: Conclusion): readonly Wish[] {
  const final = concludeAt(one, view);
  const sandwich = sandwichFor(view, final.causes.join() !== provisional.causes.join());
  if (sandwich.length > 0) return sandwich;
  const [only] = final.causes;
  if (only === undefined || final.causes.length > 1 || !canBecomeCertain(one, view, final)) return [];
  return decidingAnswers(one, view, final)
    .filter(({ times }) => times < 2)
    .flatMap((settled: Settled) => again(view, settled.series, 'a deciding answer is seen twice'));
}

/** Failures that are no answers yet: the control's always, the others' where something depends on them. */
function sandwichFor(view: EndpointView, othersMatter: boolean): readonly Wish[] {
  const unconfirmed = [...view.settled.values()].filter(
    (settled) => !settled.confirmed && isAboutAName(settled.series) && (othersMatter || settled === view.control),
  );
  const speaking = [...view.settled.values()].find(({ answer }) => !isSilent(answer));
  if (unconfirmed.length === 0 || speaking === undefined) return [];
  const first = Math.min(...unconfirmed.map(({ series }) => series.samples[0]?.at ?? 0));
  const between = hasSpokenAfter(view, first) ? [] : again(view, speaking.series, 'it answers another question');
  const failing = unconfirmed.flatMap(({ series }) => again(view, series, 'it fails again, after an answer'));
  return [...between, ...failing.map((wish, index) => (index === 0 ? { ...wish, gapMs: SANDWICH_GAP_MS } : wish))];
}

function canBecomeCertain(one: Case, view: EndpointView, conclusion: Conclusion): boolean {
  const [only] = conclusion.causes;
  return only !== undefined && certaintyAlone(one, view, only, conclusion, () => true) === 'certain';
}

function hasSpokenAfter(view: EndpointView, at: number): boolean {
  return [...view.all.values()].some(({ samples }) =>
    samples.some((sample) => sample.by === 'probe' && sample.at > at && !isSilent(sample.answer)),
  );
}

/** Failures of the questions by key type or version are no answers about the name: they need no sandwich. */
function isAboutAName({ asked }: Series): boolean {
  return asked.keyTypes === 'any' && asked.versions === 'current';
}

function moreSamples(view: EndpointView, samples: number): readonly Wish[] {
  return [...view.all.values()]
    .filter((series) => steadiness(series) !== 'steady')
    .flatMap((series) =>
      Array.from({ length: Math.max(0, samples - series.samples.length) }, () =>
        again(view, series, 'two answers to one question'),
      ).flat(),
    );
}

function surveyedBefore(view: EndpointView): readonly Series[] {
  return [...view.all.values()].filter(({ asked }) => asked.versions === 'current' && asked.keyTypes === 'any');
}

/** The same question once more, by the probe that put it. */
function again({ evidence }: EndpointView, { asked, key }: Series, why: string): readonly Wish[] {
  const put = evidence.observations.find((observation) => {
    const question = askedBy(observation);
    return question !== null && questionKey(question) === key;
  });
  if (put !== undefined) return [{ probe: put.probe, givenName: givenBy(put.probe, asked.serverName), gapMs: 0, why }];
  const isNeighbour = evidence.neighbours.some(({ host }) => host === asked.serverName);
  return isNeighbour ? [{ probe: 'sibling-name', givenName: asked.serverName, gapMs: 0, why }] : [];
}

function givenBy(probe: string, name: string | null): string | null {
  return probe === 'sibling-name' || probe === 'certificate-name' ? name : null;
}
