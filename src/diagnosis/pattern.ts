import type { Certificate } from '../model/certificate.js';
import { answerKey } from './answers.js';
import { type Case, leafOf, servesRight } from './case.js';
import { randomNames } from './endpoint-clues.js';
import { control, isBeside } from './hypotheses/clues.js';
import { questionKey } from './questions.js';
import type { Standing } from './right.js';
import { isNeighbours } from './series.js';
import type { EndpointView, Settled } from './view.js';

/** What the four kinds of name were answered, compared: the vectors of the design's section 5. */
export interface Pattern {
  readonly target: Settled | null;
  readonly none: Settled | null;
  readonly unknown: Settled | null;
  /** Names that somebody has: neighbours and siblings. */
  readonly siblings: readonly Settled[];
  /** A random label beside the target. */
  readonly randomSibling: Settled | null;
  readonly leaf: Certificate | null;
  readonly standing: Standing | null;
  /** The unknown name is answered as the target is. */
  readonly asUnknown: boolean;
  readonly asNone: boolean;
  readonly asRandomSibling: boolean;
  /** Some sibling is answered differently: the server selects by name. */
  readonly siblingDiffers: boolean;
  /** Every name asked, and none, are answered as the target is. */
  readonly allAlike: boolean;
  /** Only TLS 1.1 or 1.0 is spoken: the other questions were refused for their version. */
  readonly legacyOnly: boolean;
  /** Another address of the target serves the right certificate. */
  readonly rightElsewhere: boolean;
  /** `Microsoft-IIS/7.5`, in lower case; null when unknown. */
  readonly server: string | null;
}

export function patternOf(one: Case, view: EndpointView): Pattern {
  const target = view.control;
  const { host } = one.evidence.target;
  const settled = [...view.settled.values()].filter(
    ({ series }) => series.asked.keyTypes === 'any' && series.asked.versions === 'current',
  );
  const none = view.settled.get(questionKey(control(null))) ?? null;
  const named = settled.filter(({ series }) => series.asked.serverName !== null && series.asked.serverName !== host);
  const random = randomNames(view);
  const unknown = named.find(({ series }) => series.asked.serverName?.endsWith('.invalid') === true) ?? null;
  const randomSibling =
    named.find(({ series: { asked } }) => {
      const name = asked.serverName;
      return name !== null && random.has(name) && !name.endsWith('.invalid') && isBeside(name, host);
    }) ?? null;
  const asked = new Set(
    view.evidence.observations.filter(({ probe }) => probe === 'sibling-name').map(({ serverName }) => serverName),
  );
  // A name out of a certificate is somebody's only by the certificate's word.
  const siblings = named.filter(({ series }) => isNeighbours(series) || asked.has(series.asked.serverName));
  const leaf = leafOf(one, view);
  const same = (other: Settled | null): boolean =>
    target !== null && other !== null && answerKey(other.answer) === answerKey(target.answer);
  const others = [none, unknown, randomSibling, ...siblings].filter((each) => each !== null);
  return {
    target,
    none,
    unknown,
    siblings,
    randomSibling,
    leaf,
    standing: leaf === null ? null : one.judge.standing(leaf),
    asUnknown: same(unknown),
    asNone: same(none),
    asRandomSibling: same(randomSibling),
    siblingDiffers: siblings.some((sibling) => !same(sibling)),
    allAlike: others.length > 0 && others.every(same),
    legacyOnly: view.legacyOnly,
    rightElsewhere: one.views.some((other) => other !== view && servesRight(one, other)),
    server: view.evidence.http?.server?.toLowerCase() ?? null,
  };
}
