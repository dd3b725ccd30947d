import type { Certificate } from '../model/certificate.js';
import type { Case } from './case.js';
import type { Conclusion } from './causes-at.js';
import { type Clues, control, parentOf } from './hypotheses/clues.js';
import { askedBy, questionKey } from './questions.js';
import type { EndpointView } from './view.js';

/** A name that could be asked for, and the probe that asks for it. `name` is what is sent, as far as it is known. */
export interface AskableName {
  readonly probe: string;
  readonly name: string | null;
  readonly givenName: string | null;
  /** Nobody has this name. */
  readonly isRandom: boolean;
}

/** Siblings asked where the run knows several: more say nothing new. */
const MOST_SIBLINGS = 2;
/** Names out of one certificate that are tried for calibration. */
const MOST_CALIBRATIONS = 3;

/** Names not yet asked here: none, unknown, other names of the run, a random one beside the target. */
export function namesWorthAsking(one: Case, view: EndpointView): readonly AskableName[] {
  const { target } = one.evidence;
  const asked = (name: string | null): boolean => isAsked(view, name);
  const put = (probe: string): boolean =>
    view.evidence.observations.some((observation) => observation.probe === probe && observation.attempt > 0);
  const survey: AskableName[] = [
    ...(asked(null) ? [] : [{ probe: 'no-name', name: null, givenName: null, isRandom: false }]),
    ...(put('unknown-name')
      ? []
      : [{ probe: 'unknown-name', name: 'unknown.invalid', givenName: null, isRandom: true }]),
  ];
  const siblings = siblingsOf(one, view)
    .filter((name) => !asked(name))
    .map((name): AskableName => ({ probe: 'sibling-name', name, givenName: name, isRandom: false }));
  const parent = target.hostKind === 'name' ? parentOf(target.host) : null;
  const beside: AskableName[] =
    parent === null || put('unknown-sibling')
      ? []
      : [{ probe: 'unknown-sibling', name: `${labelOf(view)}.${parent}`, givenName: null, isRandom: true }];
  const presented = certificateNames(one, view).map(
    (name): AskableName => ({ probe: 'certificate-name', name, givenName: name, isRandom: false }),
  );
  return [...survey, ...siblings, ...beside, ...presented];
}

/** The name was put here, by whatever probe that varies nothing else; or a neighbour put it. What was answered does not count. */
function isAsked(view: EndpointView, name: string | null): boolean {
  const key = questionKey(control(name));
  return (
    view.settled.has(key) ||
    view.evidence.observations.some((observation) => {
      const question = observation.attempt > 0 ? askedBy(observation) : null;
      return question !== null && questionKey(question) === key;
    })
  );
}

/** The run's random label, as the unknown name showed it. */
function labelOf({ evidence }: EndpointView): string {
  const unknown = evidence.observations.find(({ probe }) => probe === 'unknown-name')?.serverName ?? null;
  return unknown?.split('.')[0] ?? 'a-random-label';
}

/** Other names of the run, seen at another address; else the www or apex variant that a certificate covers. */
function siblingsOf(one: Case, view: EndpointView): readonly string[] {
  const { target, endpoints, certificates } = one.evidence;
  const here = new Set(view.evidence.neighbours.map(({ host }) => host));
  const elsewhere = endpoints
    .flatMap(({ neighbours }) => neighbours.map(({ host }) => host))
    .filter((host) => !here.has(host));
  const known = [...new Set(elsewhere)].toSorted();
  if (here.size > 0 || known.length > 0) return known.slice(0, Math.max(0, MOST_SIBLINGS - here.size));
  if (target.hostKind === 'ip') return [];
  const variants = [`www.${target.host}`, target.host.replace(/^www\./, '')].filter((name) => name !== target.host);
  const presented = new Set([...certificates.values()].flatMap(({ dnsNames }) => dnsNames));
  return variants.filter((name) => presented.has(name));
}

/**
 * Names out of the certificates served here: one that is acknowledged, where a random name is not, shows what an
 * acknowledgement means; one that is answered by a row of its own shows that the server selects by name.
 */
function certificateNames(one: Case, view: EndpointView): readonly string[] {
  const served = [view.control, ...view.settled.values()].flatMap((settled) => {
    const answer = settled?.answer;
    const certificate = answer?.kind === 'certificate' ? one.evidence.certificates.get(answer.certificate) : undefined;
    return certificate === undefined ? [] : [certificate];
  });
  const names = [...new Set(served)].flatMap((certificate) =>
    literalNames(certificate)
      .filter((name) => name !== one.evidence.target.host && !isAsked(view, name))
      .slice(0, 1),
  );
  const tried = view.evidence.observations.filter(({ probe }) => probe === 'certificate-name').length;
  return [...new Set(names)].slice(0, Math.max(0, MOST_CALIBRATIONS - tried));
}

/** Only what is a plain name is sent: a certificate can hold any text. */
function literalNames({ dnsNames }: Certificate): readonly string[] {
  return dnsNames
    .filter((name) => !name.startsWith('*.') && name.length <= 253 && /^[a-z0-9_-]+(\.[a-z0-9_-]+)+$/.test(name))
    .toSorted();
}

/**
 * The clues as they would be read if an acknowledgement turned out to mean a match: every answer so far came without one.
 * Null where that is settled, or where it was never seen to be withheld.
 */
export function asIfCalibrated(view: EndpointView, { clues }: Conclusion): Clues | null {
  if (clues === null || clues.showsMatches !== 'no') return null;
  const acknowledged = (name: string | null): boolean | null =>
    view.settled.get(questionKey(control(name)))?.acknowledged ?? null;
  const served = clues.clues.filter(({ asked, answer }) => asked.serverName !== null && answer.kind === 'certificate');
  if (served.length === 0 || served.some(({ asked }) => acknowledged(asked.serverName) !== false)) return null;
  return {
    ...clues,
    showsMatches: 'acknowledges',
    clues: clues.clues.map((clue) => (served.includes(clue) ? { ...clue, matched: false } : clue)),
  };
}
