import type { Cause, Certainty } from '../model/diagnosis.js';
import { isSilent } from './answers.js';
import { type Case, variantOf } from './case.js';
import { type Conclusion, concludeAt, worksOtherwise } from './causes-at.js';
import { isSeenTwice } from './deciding.js';
import { type Pattern, patternOf } from './pattern.js';
import type { EndpointView } from './view.js';

/** The leading cause of one endpoint, how sure it is, and what else stands. */
export interface Ranking {
  readonly lead: Cause;
  readonly certainty: Certainty;
  /** In the order of the design's section 5; where the served certificate is the name's own, its own row's causes first. */
  readonly alternatives: readonly Cause[];
  readonly pattern: Pattern;
}

/** Causes that no answer from outside can make certain (the design's section 5). */
const NEVER_CERTAIN: readonly Cause[] = [
  'another-server',
  'ip-binding-conflict',
  'fallback-certificate',
  'unexplained',
];

export function rank(one: Case, view: EndpointView, conclusion: Conclusion): Ranking {
  const pattern = patternOf(one, view);
  const { causes } = isUndecided(view, conclusion)
    ? concludeAt(one, view, { provisional: true, without: null })
    : conclusion;
  const [lead, upTo] = leadOf(view, conclusion, pattern);
  const certainty = upTo === 'certain' ? certaintyAlone(one, view, lead, conclusion) : upTo;
  const alternatives = withoutImpossible(causes, pattern).filter((cause) => cause !== lead);
  return {
    lead,
    certainty,
    alternatives: isNamesOwn(one, pattern) ? ownRowFirst(alternatives) : alternatives,
    pattern,
  };
}

/** The served certificate names the target, or may be an edition of the expected one, which is not known. */
function isNamesOwn(one: Case, { leaf, standing }: Pattern): boolean {
  const { host } = one.evidence.target;
  return standing === 'unknown-edition' || (leaf !== null && [...leaf.dnsNames, ...leaf.ipAddresses].includes(host));
}

/** What is wrong where the name's own row answers, the commonest first: not renewed, another file, or the wrong expectation. */
const OF_THE_OWN_ROW: readonly Cause[] = ['stale-certificate', 'wrong-certificate-bound', 'renewed-certificate'];

function ownRowFirst(causes: readonly Cause[]): readonly Cause[] {
  return [
    ...OF_THE_OWN_ROW.filter((cause) => causes.includes(cause)),
    ...causes.filter((cause) => !OF_THE_OWN_ROW.includes(cause)),
  ];
}

/** A known fallback or placeholder is of the missing-match family, never another server's. */
function withoutImpossible(causes: readonly Cause[], pattern: Pattern): readonly Cause[] {
  return isKnown(pattern, FALLBACKS) && !isKnown(pattern, STRANGERS)
    ? causes.filter((cause) => cause !== 'another-server')
    : causes;
}

type Lead = readonly [Cause, Certainty];

/** The cause that leads, without asking how sure it is. */
export function leadingCause(one: Case, view: EndpointView, conclusion: Conclusion): Cause {
  return leadOf(view, conclusion, patternOf(one, view))[0];
}

/** The leading cause and the upper bound of its certainty; `certain` only for one that stands alone. */
function leadOf(view: EndpointView, conclusion: Conclusion, pattern: Pattern): Lead {
  const causes = withoutImpossible(conclusion.causes, pattern);
  const [only] = causes;
  if (only === undefined || isUndecided(view, conclusion)) return ['unexplained', 'possible'];
  if (causes.length === 1) return [only, 'certain'];
  const stands = (cause: Cause): boolean => causes.includes(cause);
  const first = [...preferences(pattern, stands)].find(([cause]) => cause === 'fallback-certificate' || stands(cause));
  return first ?? [only, 'possible'];
}

/**
 * A failure that was not put between two answers, or whose other ways in were not tried, is not yet an answer about the
 * name: it is reported with what it could be.
 */
function isUndecided(view: EndpointView, { causes }: Conclusion): boolean {
  const { control } = view;
  if (view.reach !== 'answers' || causes[0] === 'rotating-certificates') return false;
  if (control === null) return true;
  if (control.answer.kind === 'certificate') return false;
  const anySpoke = [...view.settled.values()].some(({ answer }) => answer.kind === 'certificate');
  if (isSilent(control.answer) && !control.confirmed && anySpoke) return true;
  return anySpoke && causes.includes('private-key-unusable') && !worksOtherwise(view) && !triedOtherwise(view);
}

/** The questions that a failing name must fail too before its key is suspected. */
export const OTHER_WAYS_IN = [
  { probe: 'tls12-only', keyTypes: 'any', versions: 'tls12' },
  { probe: 'legacy-versions', keyTypes: 'any', versions: 'legacy' },
  { probe: 'rsa-only', keyTypes: 'rsa', versions: 'current' },
] as const;

function triedOtherwise(view: EndpointView): boolean {
  return OTHER_WAYS_IN.every((way) => variantOf(view, way) !== null);
}

/** How sure a cause that stands alone is. */
export function certaintyAlone(
  one: Case,
  view: EndpointView,
  cause: Cause,
  conclusion: Conclusion,
  seenTwice: typeof isSeenTwice = isSeenTwice,
): Certainty {
  if (NEVER_CERTAIN.includes(cause)) return 'likely';
  if (cause === 'private-key-unusable' && !signatureFails(view))
    return onWindows(patternOf(one, view)) ? 'likely' : 'possible';
  if (cause === 'stale-certificate' && !one.judge.explicit) return 'likely';
  return seenTwice(one, view, conclusion) ? 'certain' : 'likely';
}

function signatureFails(view: EndpointView): boolean {
  return view.control?.answer.kind === 'certificate' && view.control.answer.signature === 'fails';
}

/** In the order in which evidence speaks; the first that stands leads. */
function* preferences(pattern: Pattern, stands: (cause: Cause) => boolean): Generator<Lead> {
  const { target, standing } = pattern;
  if (target?.answer.kind !== 'certificate') {
    yield* preferencesOfAFailure(pattern, stands);
    return;
  }
  yield ['intercepted', 'likely'];
  yield ['rotating-certificates', 'likely'];
  if (standing === 'later') yield ['renewed-certificate', 'likely'];
  if (standing === 'earlier') yield ['stale-certificate', 'likely'];
  yield ['key-type-differs', 'likely'];
  if (standing === 'right') yield ['certificate-invalid', 'likely'];
  if (isKnown(pattern, STRANGERS)) yield ['another-server', 'likely'];
  if (isKnown(pattern, [...FALLBACKS, ...STRANGERS])) yield ['missing-sni-host-match', 'likely'];
  // Of a server of old versions alone nothing but the target's own certificate is known.
  if (pattern.legacyOnly) yield ['fallback-certificate', 'possible'];
  if (pattern.allAlike || (pattern.asUnknown && pattern.siblings.length === 0)) {
    if (pattern.rightElsewhere) yield ['ip-binding-conflict', pattern.siblings.length > 0 ? 'likely' : 'possible'];
    if (pattern.siblings.length > 0 && isIis75(pattern)) yield ['sni-not-supported', 'likely'];
    yield ['fallback-certificate', 'possible'];
  }
  // Whatever other names get: the fallback and the name's own row, not renewed, answer alike.
  if (pattern.asUnknown && standing === 'unknown-edition') yield ['fallback-certificate', 'possible'];
  if (pattern.asUnknown || pattern.asRandomSibling) {
    yield ['missing-sni-host-match', pattern.siblingDiffers || !pattern.asUnknown ? 'likely' : 'possible'];
  }
  yield ['wrong-certificate-bound', 'possible'];
  yield ['missing-sni-host-match', 'possible'];
  yield ['ip-binding-conflict', 'possible'];
  yield ['private-key-unusable', 'possible'];
}

function* preferencesOfAFailure(pattern: Pattern, stands: (cause: Cause) => boolean): Generator<Lead> {
  yield ['intercepted', 'likely'];
  const isUnrecognized = pattern.target?.answer.kind === 'alert' && pattern.target.answer.code === UNRECOGNIZED_NAME;
  // The alert says that the name is not known; a machine that is not meant says the same.
  if (isUnrecognized) yield ['missing-sni-host-match', stands('another-server') ? 'possible' : 'likely'];
  yield ['no-certificate-served', pattern.siblings.length > 0 && !isUnrecognized ? 'likely' : 'possible'];
  if (pattern.asUnknown) yield ['missing-sni-host-match', pattern.siblingDiffers ? 'likely' : 'possible'];
  yield ['private-key-unusable', onWindows(pattern) ? 'likely' : 'possible'];
  yield ['backend-unavailable', 'possible'];
  yield ['missing-sni-host-match', 'possible'];
}

/** RFC 6066 §3. */
const UNRECOGNIZED_NAME = 112;

/** Meanings of known default certificates (facts/servers.md §6). */
const FALLBACKS: readonly string[] = ['fallback', 'placeholder', 'no-sni'];
const STRANGERS: readonly string[] = ['edge', 'appliance'];

function isKnown({ leaf }: Pattern, meanings: readonly string[]): boolean {
  return (leaf?.knownAs?.meaning.split('/') ?? []).some((meaning) => meanings.includes(meaning));
}

function isIis75({ server }: Pattern): boolean {
  return server?.startsWith('microsoft-iis/7.5') === true;
}

/** http.sys answered: only there an unusable key is more than a possibility. */
function onWindows({ server }: Pattern): boolean {
  return server?.startsWith('microsoft-iis/') === true || server?.startsWith('microsoft-httpapi/') === true;
}
