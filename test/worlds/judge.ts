/**
 * The checks of issue 3 on one verdict, given what the look-alikes can be: Sound, Tight, Optimal, Healthy is silent, and
 * section 5's limits on certainty. Written from DESIGN section 5.
 */
import { type Cause, CERTAINTIES, type Certainty } from '../../src/model/diagnosis.js';
import type { Finding } from '../../src/model/finding.js';
import { causesIn, NOTHING_WRONG } from './classes.js';
import type { EndpointResult } from './run.js';
import type { Lead } from './vectors.js';

/** Section 5: another-server "at most likely", ip-binding-conflict "without an export at most likely", sni-not-supported "likely". */
const NEVER_CERTAIN: ReadonlySet<Cause> = new Set([
  'another-server',
  'ip-binding-conflict',
  'sni-not-supported',
  'fallback-certificate',
]);

export interface Judgement {
  readonly named: readonly Cause[];
  readonly sound: boolean;
  readonly tight: boolean;
  /** null: the look-alikes do not share a cause. */
  readonly decided: boolean | null;
  readonly falseAlarm: boolean;
  readonly problems: readonly string[];
}

export interface Case {
  /** Bits of the causes of all look-alikes. */
  readonly possible: number;
  /** The deciding answers are stale ones by name: "at most likely". */
  readonly onlyByName: boolean;
  readonly result: EndpointResult;
  readonly findings: readonly Finding[];
  readonly address: string;
  /** What a vector of section 5 says of the leading cause. */
  readonly lead: Lead | null;
  /** The `Server` header that was seen there. */
  readonly server: string | null;
}

export function judgeCase({ possible, onlyByName, result, findings, address, lead, server }: Case): Judgement {
  const { diagnosis, status } = result.verdict;
  const named = diagnosis === null ? [] : namedIn(diagnosis);
  const problems: string[] = [];
  if (result.exhausted) problems.push('the follow-ups do not end');
  if (possible === NOTHING_WRONG) {
    const critical = findings.filter((one) => one.address === address && one.severity === 'critical');
    const falseAlarm = diagnosis !== null || critical.length > 0 || status === 'critical' || status === 'unknown';
    if (falseAlarm)
      problems.push(`false alarm: ${status} ${diagnosis?.cause ?? ''} ${critical.map(({ code }) => code).join(' ')}`);
    return { named, sound: true, tight: true, decided: null, falseAlarm, problems };
  }
  const expected = causesIn(possible);
  const missing = expected.filter((cause) => !named.includes(cause));
  const extra = named.filter((cause) => !expected.includes(cause));
  if (missing.length > 0) problems.push(`not sound, missing: ${missing.join(', ')}`);
  if (extra.length > 0) problems.push(`not tight, beside the truth: ${extra.join(', ')}`);
  const [only] = expected;
  let decided: boolean | null = null;
  if (only !== undefined && expected.length === 1) {
    const isAlone = diagnosis?.cause === only && diagnosis.alternatives.length === 0;
    const isSure = diagnosis?.certainty === 'certain' || !mayBeCertain(only, onlyByName, result);
    decided = isAlone && isSure;
    if (!isAlone) problems.push(`not decided: ${only} is to be named alone`);
    else if (!isSure) problems.push(`not decided: ${diagnosis?.certainty}, certain is allowed`);
  }
  if (diagnosis?.certainty === 'certain') {
    if (expected.length > 1) problems.push('certain, while several look the same');
    if (!mayBeCertain(diagnosis.cause, onlyByName, result))
      problems.push(`certain, which section 5 forbids for ${diagnosis.cause}`);
    if (!isSeenTwice(result)) problems.push('certain, while the deciding answer was seen once');
  }
  const certainAlternative = diagnosis?.alternatives.find(({ certainty }) => certainty === 'certain');
  if (certainAlternative !== undefined) problems.push(`an alternative is certain: ${certainAlternative.cause}`);
  problems.push(...beyondLimits(result, server));
  // Where other answers (acknowledgements, warnings, the sibling's) rule the vector's cause out or leave one alone, that leads.
  const isOpen =
    lead !== null && expected.length > 1 && (lead.cause === 'fallback-certificate' || expected.includes(lead.cause));
  if (diagnosis !== null && isOpen) {
    if (diagnosis.cause !== lead.cause) problems.push(`${lead.vector}: ${lead.cause} leads, not ${diagnosis.cause}`);
    else if (isSurer(diagnosis.certainty, lead.most)) {
      problems.push(`${lead.vector}: ${diagnosis.certainty}, at most ${lead.most}`);
    }
  }
  return { named, sound: missing.length === 0, tight: extra.length === 0, decided, falseAlarm: false, problems };
}

/** "`private-key-unusable` is `likely` at most, and only where IIS or HTTPAPI was seen at that address, else `possible`." */
function beyondLimits(result: EndpointResult, server: string | null): readonly string[] {
  const { diagnosis } = result.verdict;
  if (diagnosis === null || hasFailedSignature(result)) return [];
  const said = [diagnosis, ...diagnosis.alternatives].find(({ cause }) => cause === 'private-key-unusable')?.certainty;
  const most: Certainty = server !== null && /Microsoft-(IIS|HTTPAPI)/.test(server) ? 'likely' : 'possible';
  return said !== undefined && isSurer(said, most) ? [`private-key-unusable ${said}, at most ${most}`] : [];
}

function isSurer(said: Certainty, most: Certainty): boolean {
  return CERTAINTIES.indexOf(said) < CERTAINTIES.indexOf(most);
}

function hasFailedSignature({ observations }: EndpointResult): boolean {
  return observations.some(({ probe, possession }) => probe === 'target-name' && possession === 'failed');
}

/** "The named set is the leading cause and the alternatives, without `fallback-certificate` and `unexplained`." */
function namedIn(diagnosis: NonNullable<EndpointResult['verdict']['diagnosis']>): readonly Cause[] {
  const all = [diagnosis.cause, ...diagnosis.alternatives.map(({ cause }) => cause)];
  return [...new Set(all.filter((cause) => cause !== 'fallback-certificate' && cause !== 'unexplained'))];
}

/**
 * Where section 5 allows certainty. `private-key-unusable` "certain only when the handshake signature does not verify".
 * An answer that cannot be had twice is no ground: a refused port and a silent control are not followed by other questions.
 */
function mayBeCertain(cause: Cause, onlyByName: boolean, result: EndpointResult): boolean {
  if (NEVER_CERTAIN.has(cause)) return false;
  if (cause === 'private-key-unusable') {
    return hasFailedSignature(result);
  }
  if (cause === 'stale-certificate' && onlyByName) return false;
  return isSeenTwice(result);
}

/** "Every deciding answer seen at least twice and unchanged": the control's, the trust handshake counting as one. */
function isSeenTwice({ observations, trusted }: EndpointResult): boolean {
  const controls = observations.filter(({ probe, attempt }) => probe === 'target-name' && attempt > 0);
  return controls.length + (trusted ? 1 : 0) >= 2;
}
