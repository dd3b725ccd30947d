import type { Fallback, NameRow } from '../../model/selection.js';
import { type Answer, answerKey } from '../answers.js';
import { answerTo, type Clues, control, parentOf } from './clues.js';
import { FALLBACK_ROW, type Frame, SELECTORS, type Selector, selectsByName, WILDCARD_ROW } from './frame.js';
import { type Holding, holdingsFor, UNSEEN_HOLDING } from './holdings.js';

/** Alerts that a fallback is modelled with although none was seen: unrecognized_name, internal_error, handshake_failure. */
const ALERTS = [112, 80, 40] as const;

/** Every candidate machine whose parts are the answers seen, and one certificate that was not seen. */
export function* framesFor(clues: Clues): Generator<Frame> {
  const answers = [...new Map(clues.clues.map(({ answer }) => [answerKey(answer), answer])).values()];
  const unknown = clues.random.find((name) => name.endsWith('.invalid')) ?? null;
  const seen = unknown === null ? null : answerTo(clues, control(unknown));
  for (const selector of SELECTORS) {
    // An interceptor is named where a certificate was made for the random name, and then it is the only explanation.
    if (!canShowMatches(selector, clues) || clues.minted !== (selector === 'interceptor')) continue;
    if (selector === 'stranger' && clues.holdsCurrent) continue;
    const withoutName = separate(selector, answerTo(clues, control(null)), answers, clues);
    // No row has the unknown name: what it is answered is the fallback, and no other needs to be tried.
    const all = fallbacks(selector, answers, clues);
    const possible = seen === null || selector === 'interceptor' ? all : all.filter((one) => gives(one, seen));
    for (const fallback of possible) {
      for (const fallbackWithoutName of withoutName) {
        for (const wildcard of wildcards(selector, answers, clues)) {
          yield { selector, fallback, fallbackWithoutName, wildcard };
        }
      }
    }
  }
}

/**
 * Only servers that select by name tell the names they have from others. The warning beside a certificate has not been
 * seen with an address-specific listener (those were nginx and Apache, which acknowledge).
 */
function canShowMatches(selector: Selector, { showsMatches }: Clues): boolean {
  if (showsMatches === 'no') return true;
  return selector === 'by-name' || (selector === 'specific-listener' && showsMatches === 'acknowledges');
}

/** http.sys has a row or resets; a machine that is not meant answers with a certificate, an alert or a reset. */
function fallbacks(selector: Selector, answers: readonly Answer[], clues: Clues): readonly Fallback[] {
  const reset: Fallback = { kind: 'reset' };
  if (selector === 'interceptor') return [reset];
  const holdings = [...answers.flatMap((answer) => holdingsFor(answer, selector, clues)), UNSEEN_HOLDING];
  const serving = holdings.map((attachments): Fallback => ({ kind: 'attachments', id: FALLBACK_ROW, attachments }));
  if (selector === 'http-sys' || selector === 'http-sys-exact-row') return [...serving, reset];
  const codes = new Set<number>([...ALERTS, ...answers.flatMap((one) => (one.kind === 'alert' ? [one.code] : []))]);
  const refusing = [...codes].map((code): Fallback => ({ kind: 'alert', code }));
  if (selector === 'stranger') return [...serving, ...refusing, reset];
  return [...serving, ...refusing, reset, { kind: 'close' }, { kind: 'silence' }];
}

/** Servers that select by name may treat a client without one differently; the others do not. */
function separate(
  selector: Selector,
  seen: Answer | null,
  answers: readonly Answer[],
  clues: Clues,
): readonly (Fallback | null)[] {
  if (selector !== 'by-name' && selector !== 'specific-listener') return [null];
  if (seen === null)
    return [null, { kind: 'attachments', id: FALLBACK_ROW, attachments: UNSEEN_HOLDING }, { kind: 'reset' }];
  return fallbacks(selector, answers, clues).filter((fallback) => gives(fallback, seen));
}

function gives(fallback: Fallback, seen: Answer): boolean {
  if (fallback.kind === 'attachments')
    return seen.kind === 'certificate' && holds(fallback.attachments, seen.certificate);
  return seen.kind === 'alert' ? fallback.kind === 'alert' && fallback.code === seen.code : fallback.kind === seen.kind;
}

function holds(holding: Holding, certificate: string): boolean {
  return holding[0]?.certificate === certificate;
}

function wildcards(selector: Selector, answers: readonly Answer[], clues: Clues): readonly (NameRow | null)[] {
  const parent = clues.target === null ? null : parentOf(clues.target);
  if (!selectsByName(selector) || parent === null) return [null];
  const holdings = [...answers.flatMap((answer) => holdingsFor(answer, selector, clues)), UNSEEN_HOLDING];
  return [
    null,
    ...holdings.map(
      (attachments): NameRow => ({ id: WILDCARD_ROW, kind: 'wildcard', host: `*.${parent}`, attachments }),
    ),
  ];
}
