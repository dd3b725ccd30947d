import type { Fallback, NameRow, Reply } from '../../model/selection.js';
import { type Answer, answerKey } from '../answers.js';
import { type Clues, parentOf, UNSEEN } from './clues.js';
import {
  attachment,
  FALLBACK_ROW,
  type Frame,
  SELECTORS,
  type Selector,
  selectsByName,
  WILDCARD_ROW,
} from './frame.js';

/** Alerts that a fallback is modelled with although none was seen: unrecognized_name, internal_error, handshake_failure. */
const ALERTS = [112, 80, 40] as const;

/** Every candidate machine whose parts are the answers seen, and one certificate that was not seen. */
export function* framesFor(clues: Clues): Generator<Frame> {
  const answers = distinct(clues.clues.map(({ answer }) => answer));
  const withoutName = answerTo(clues, (name) => name === null);
  for (const selector of SELECTORS) {
    for (const fallback of fallbacks(selector, answers)) {
      for (const fallbackWithoutName of separate(selector, withoutName, answers)) {
        for (const wildcard of wildcards(selector, clues, answers)) {
          yield {
            selector,
            fallback,
            fallbackWithoutName,
            wildcard,
          };
        }
      }
    }
  }
}

function answerTo(clues: Clues, matches: (name: string | null) => boolean): Answer | null {
  return (
    clues.clues.find(
      ({ asked }) => matches(asked.serverName) && asked.keyTypes === 'any' && asked.versions === 'current',
    )?.answer ?? null
  );
}

function distinct(answers: readonly Answer[]): readonly Answer[] {
  return [...new Map(answers.map((answer) => [answerKey(answer), answer])).values()];
}

/** http.sys has a row or resets; a machine that is not meant answers with a certificate, an alert or a reset. */
function fallbacks(selector: Selector, answers: readonly Answer[]): readonly Fallback[] {
  if (selector === 'interceptor') return [{ kind: 'reset' }];
  const served = [...answers, { kind: 'certificate', certificate: UNSEEN, signature: 'verifies' } as const].flatMap(
    (answer): readonly Fallback[] =>
      answer.kind === 'certificate'
        ? [
            {
              kind: 'attachments',
              id: FALLBACK_ROW,
              attachments: [attachment(answer.certificate, answer.signature === 'fails' ? 'wrong' : 'usable')],
            },
          ]
        : [],
  );
  const reset: Fallback = { kind: 'reset' };
  if (selector === 'http-sys' || selector === 'http-sys-exact-row') return [...served, reset];
  const codes = new Set<number>([...ALERTS, ...answers.flatMap((one) => (one.kind === 'alert' ? [one.code] : []))]);
  const alerts = [...codes].map((code): Fallback => ({ kind: 'alert', code }));
  if (selector === 'stranger') return [...served, ...alerts, reset];
  return [...served, ...alerts, reset, { kind: 'close' }, { kind: 'silence' }];
}

/** Servers that select by name may treat a client without one differently; http.sys and the others do not. */
function separate(selector: Selector, seen: Answer | null, answers: readonly Answer[]): readonly (Fallback | null)[] {
  if (selector !== 'by-name' && selector !== 'specific-listener') return [null];
  if (seen === null) return [null];
  const all = fallbacks(selector, answers);
  return all.filter((fallback) => sameAnswer(fallback, seen));
}

function sameAnswer(fallback: Fallback, seen: Answer): boolean {
  if (fallback.kind === 'attachments') {
    const [first] = fallback.attachments;
    return (
      seen.kind === 'certificate' &&
      first?.certificate === seen.certificate &&
      (first.key === 'wrong') === (seen.signature === 'fails')
    );
  }
  return (
    seen.kind === fallback.kind && (seen.kind !== 'alert' || fallback.kind !== 'alert' || seen.code === fallback.code)
  );
}

function wildcards(selector: Selector, clues: Clues, answers: readonly Answer[]): readonly (NameRow | null)[] {
  const parent = clues.target === null ? null : parentOf(clues.target);
  if (!selectsByName(selector) || parent === null) return [null];
  const rows = [...answers, { kind: 'certificate', certificate: UNSEEN, signature: 'verifies' } as const].flatMap(
    (answer): readonly NameRow[] =>
      answer.kind === 'certificate'
        ? [
            {
              id: WILDCARD_ROW,
              kind: 'wildcard',
              host: `*.${parent}`,
              attachments: [attachment(answer.certificate, answer.signature === 'fails' ? 'wrong' : 'usable')],
            },
          ]
        : [],
  );
  return [null, ...rows];
}

/** Whether a predicted reply is the answer seen. A minted certificate is any that covers the name asked for. */
export function predicts(reply: Reply, seen: Answer, name: string | null, clues: Clues): boolean {
  if (reply.kind === 'certificate') {
    if (seen.kind !== 'certificate' || (reply.signature === 'fails') !== (seen.signature === 'fails')) return false;
    if (reply.certificate.startsWith('minted:')) return name === null || clues.covers(seen.certificate, name);
    return reply.certificate === seen.certificate;
  }
  return reply.kind === 'alert' ? seen.kind === 'alert' && seen.code === reply.code : reply.kind === seen.kind;
}
