import type { CertificateStore } from '../model/certificate.js';
import type { Cause } from '../model/diagnosis.js';
import type { Target } from '../model/target.js';
import { coversHost } from '../x509/identity.js';
import { type Answer, answerKey } from './answers.js';
import type { Case } from './case.js';
import { type Clue, type ClueCertificate, type Clues, control, isBeside } from './hypotheses/clues.js';
import { otherKeyType } from './key-types.js';
import type { Standing } from './right.js';
import { isNeighbours } from './series.js';
import type { EndpointView, Settled } from './view.js';

/** Names of one kind that answer alike say one thing: this many of them are kept. */
const KEPT_ALIKE = 2;

/**
 * What the hypotheses may reason from. `provisional` takes failures outside a sandwich for answers too: the planner asks
 * what would follow from them; a diagnosis never does.
 */
export function cluesOf(
  one: Case,
  view: EndpointView,
  options: { readonly provisional: boolean; readonly without: string | null },
): Clues {
  const { target, certificates: store } = one.evidence;
  const name = target.hostKind === 'ip' ? null : target.host;
  const anyCertificate = [...view.settled.values()].some(({ answer }) => answer.kind === 'certificate');
  const usable = [...view.settled.values()].filter(
    ({ series, confirmed }) =>
      series.key !== options.without &&
      series.asked.versions === 'current' &&
      series.asked.keyTypes !== 'ecdsa' &&
      (confirmed || options.provisional || !anyCertificate),
  );
  const own = view.legacyOnly ? [] : usable.filter(({ series }) => series.asked.serverName === name);
  const rest = view.legacyOnly
    ? []
    : usable.filter(({ answer, series }) => series.asked.serverName !== name && answer.kind !== 'other');
  const random = randomNames(view);
  const kept = [...own, ...fewOfEach(rest, name, random)];
  const shows = showsMatches(kept);
  const names = new Map<string, string>();
  const clues = (view.legacyOnly && view.control !== null ? [asControl(view.control, name)] : kept).map(
    (each): Clue => ({
      asked: each.series.asked,
      answer: renamed(each.answer, names),
      matched: matchedBy(each, shows),
      covers: coversAsked(each, store),
    }),
  );
  return {
    target: name,
    clues,
    certificates: Object.fromEntries(
      [...names].map(([fingerprint, short]) => [short, described(one, view, fingerprint)]),
    ),
    showsMatches: shows,
    random: [...random].toSorted(),
    minted: rest.some(
      (each) => each.series.asked.serverName?.endsWith('.invalid') === true && coversAsked(each, store),
    ),
    holdsCurrent: holdsCurrent(one, view),
    othersUnknown: !rest.some((each) => isOtherName(each, target, view)),
  };
}

/** The answer of an old version stands for the control's: there is no other. */
function asControl(settled: Settled, name: string | null): Settled {
  return { ...settled, series: { ...settled.series, asked: control(name) } };
}

/** Certificates by the order in which they are met: endpoints that look alike get equal clues. */
function renamed(answer: Answer, names: Map<string, string>): Answer {
  if (answer.kind !== 'certificate') return answer;
  const short = names.get(answer.certificate) ?? `c${names.size}`;
  names.set(answer.certificate, short);
  return { ...answer, certificate: short };
}

function described(one: Case, view: EndpointView, fingerprint: string): ClueCertificate {
  const certificate = one.evidence.certificates.get(fingerprint);
  const differs = otherKeyType(one, view) !== null;
  const standing = certificate === undefined ? 'unknown-edition' : one.judge.standing(certificate);
  return {
    keyType: certificate?.keyType?.startsWith('rsa') === false ? 'ecdsa' : 'rsa',
    isOwn: certificate === undefined || one.judge.isOwn(certificate),
    inOwnRow: differs ? ['key-type-differs'] : BY_STANDING[standing],
  };
}

/** Where the name's own row answers with a good key, the edition tells what is wrong. */
const BY_STANDING: Readonly<Record<Standing, readonly Cause[]>> = {
  right: ['certificate-invalid'],
  earlier: ['stale-certificate'],
  later: ['renewed-certificate'],
  'unknown-edition': ['stale-certificate', 'renewed-certificate', 'wrong-certificate-bound'],
  other: ['wrong-certificate-bound'],
};

/** Nobody has a name under .invalid (RFC 6761 §6.4): a certificate that covers one was made for the question. */
function coversAsked({ answer, series }: Settled, store: CertificateStore): boolean {
  const { serverName } = series.asked;
  const certificate = answer.kind === 'certificate' ? store.get(answer.certificate) : undefined;
  return certificate !== undefined && serverName !== null && coversHost(certificate, serverName, 'name');
}

/** Another name of the run is served what is right for it, and no left-over: this machine is one that is meant. */
function holdsCurrent({ evidence, judge }: Case, { evidence: { neighbours } }: EndpointView): boolean {
  return neighbours.some(({ satisfied, observation }) => {
    const leaf = evidence.certificates.get(observation.certificates[0] ?? '');
    return satisfied && leaf !== undefined && (judge.explicit || judge.isCurrent(leaf));
  });
}

/** The run's random label: under .invalid and beside the target. */
export function randomNames({ evidence }: EndpointView): ReadonlySet<string> {
  const random = evidence.observations.filter(
    ({ probe, attempt }) => attempt > 0 && (probe === 'unknown-name' || probe === 'unknown-sibling'),
  );
  return new Set(random.flatMap(({ serverName }) => serverName ?? []));
}

/** A name that somebody has: a neighbour, or a sibling that was asked for. Not a random label. */
function isOtherName({ series }: Settled, target: Target, { evidence }: EndpointView): boolean {
  const name = series.asked.serverName;
  if (name === null || name === target.host) return false;
  return (
    isNeighbours(series) ||
    evidence.observations.some(({ probe, serverName }) => probe === 'sibling-name' && serverName === name)
  );
}

function fewOfEach(
  settled: readonly Settled[],
  target: string | null,
  random: ReadonlySet<string>,
): readonly Settled[] {
  const counts = new Map<string, number>();
  return settled
    .toSorted((a, b) => (a.series.key < b.series.key ? -1 : 1))
    .filter(({ answer, series, acknowledged, warned }) => {
      const { serverName } = series.asked;
      const beside = serverName !== null && target !== null && isBeside(serverName, target);
      const isRandom = serverName !== null && random.has(serverName);
      const kind = [answerKey(answer), serverName === null, isRandom, beside, acknowledged, warned].join(' ');
      const count = counts.get(kind) ?? 0;
      counts.set(kind, count + 1);
      return count < KEPT_ALIKE;
    });
}

/** Some names acknowledged and others not, in one version: it depends on the name. Likewise the warning. */
function showsMatches(settled: readonly Settled[]): Clues['showsMatches'] {
  const served = settled.filter(
    ({ answer, series }) => answer.kind === 'certificate' && series.asked.serverName !== null,
  );
  if (served.some(({ warned }) => warned)) return 'warns';
  const known = served.filter(({ acknowledged }) => acknowledged !== null);
  const depends = known.some((yes) =>
    known.some((no) => yes.acknowledged === true && no.acknowledged === false && no.protocol === yes.protocol),
  );
  return depends ? 'acknowledges' : 'no';
}

function matchedBy({ answer, acknowledged, warned, series }: Settled, shows: Clues['showsMatches']): boolean | null {
  if (shows === 'no' || !isCertificate(answer) || series.asked.serverName === null) return null;
  return shows === 'warns' ? !warned : acknowledged;
}

function isCertificate(answer: Answer): boolean {
  return answer.kind === 'certificate';
}
