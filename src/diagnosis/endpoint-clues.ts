import type { Certificate } from '../model/certificate.js';
import type { Target } from '../model/target.js';
import { coversHost } from '../x509/identity.js';
import { type Answer, answerKey } from './answers.js';
import type { Case } from './case.js';
import { type Clue, type Clues, control, isBeside } from './hypotheses/clues.js';
import type { EndpointView, Settled } from './view.js';

/** Names of one kind that answer alike say one thing: this many of them are kept. */
const KEPT_ALIKE = 2;

/**
 * What the hypotheses may reason from. `provisional` takes failures outside a sandwich for answers too: the planner asks
 * what would follow from them; a diagnosis never does.
 */
export function cluesOf(
  { evidence, judge }: Case,
  view: EndpointView,
  options: { readonly provisional: boolean; readonly without: string | null },
): Clues {
  const { target, certificates: store } = evidence;
  const name = target.hostKind === 'ip' ? null : target.host;
  const anyCertificate = [...view.settled.values()].some(({ answer }) => answer.kind === 'certificate');
  const usable = [...view.settled.values()].filter(
    (one) =>
      one.series.key !== options.without &&
      one.series.asked.versions === 'current' &&
      one.series.asked.keyTypes !== 'ecdsa' &&
      (one.confirmed || options.provisional || !anyCertificate),
  );
  const own = view.legacyOnly ? [] : usable.filter(({ series }) => series.asked.serverName === name);
  const rest = view.legacyOnly
    ? []
    : usable.filter(({ answer, series }) => series.asked.serverName !== name && answer.kind !== 'other');
  const random = randomNames(view);
  const kept = [...own, ...fewOfEach(rest, name, random)];
  const shows = showsMatches(kept);
  const look = (fingerprint: string): Certificate | null => store.get(fingerprint) ?? null;
  return {
    address: view.evidence.endpoint.address,
    port: view.evidence.endpoint.port,
    target: name,
    clues:
      view.legacyOnly && view.control !== null
        ? [{ asked: control(name), answer: view.control.answer, matched: null }]
        : kept.map((one): Clue => ({ asked: one.series.asked, answer: one.answer, matched: matchedBy(one, shows) })),
    showsMatches: shows,
    random,
    minted: rest.some(({ answer, series }) => isMinted(answer, series.asked.serverName, look)),
    othersUnknown: !rest.some(({ series }) => isOtherName(series.asked.serverName, target, view)),
    keyType: (fingerprint) => (look(fingerprint)?.keyType?.startsWith('rsa') === false ? 'ecdsa' : 'rsa'),
    covers: (fingerprint, host) => {
      const certificate = look(fingerprint);
      return certificate !== null && coversHost(certificate, host, 'name');
    },
    isOwn: (fingerprint) => {
      const certificate = look(fingerprint);
      return certificate === null || judge.isOwn(certificate);
    },
  };
}

/** The run's random label: under .invalid and beside the target. */
export function randomNames({ evidence }: EndpointView): ReadonlySet<string> {
  const random = evidence.observations.filter(
    ({ probe, attempt }) => attempt > 0 && (probe === 'unknown-name' || probe === 'unknown-sibling'),
  );
  return new Set(random.flatMap(({ serverName }) => serverName ?? []));
}

/** Nobody has a name under .invalid (RFC 6761 §6.4): a certificate that covers it was made for the question. */
function isMinted(answer: Answer, name: string | null, look: (fingerprint: string) => Certificate | null): boolean {
  if (answer.kind !== 'certificate' || name === null || !name.endsWith('.invalid')) return false;
  const certificate = look(answer.certificate);
  return certificate !== null && coversHost(certificate, name, 'name');
}

/** A name that somebody has: a neighbour, or a sibling that was asked for. Not a random label. */
function isOtherName(name: string | null, target: Target, view: EndpointView): boolean {
  if (name === null || name === target.host) return false;
  return (
    view.evidence.neighbours.some(({ host }) => host === name) ||
    view.evidence.observations.some(({ probe, serverName }) => probe === 'sibling-name' && serverName === name)
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
