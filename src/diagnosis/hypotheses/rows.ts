import type { NameRow, SelectionTable } from '../../model/selection.js';
import type { Answer } from '../answers.js';
import { type Clues, UNSEEN } from './clues.js';
import { type Frame, selectsByName, unusable } from './frame.js';
import { type Holding, holdingsFor, UNSEEN_HOLDING } from './holdings.js';

/** What a machine may hold for one name. */
export interface NameState {
  readonly kind: 'no-row' | 'own-row' | 'unusable-key' | 'skipped-key' | 'refusing-row' | 'filtered';
  readonly rows: readonly NameRow[];
  readonly filtered: SelectionTable['filtered'];
}

export const NO_ROW: NameState = { kind: 'no-row', rows: [], filtered: [] };

const UNRECOGNIZED_NAME = 112;
/** internal_error and handshake_failure: what servers with an unusable key were seen to send (facts/servers.md §3). */
const KEY_ALERTS: readonly number[] = [80, 40];

/**
 * The states of one name that could matter, given what was seen for it: `seen` is its answer to the control's hello,
 * null when it was not asked. Whether a state predicts the answer is not decided here but by `select()`.
 *
 * Something in front (`filtered`) ends the connection however it likes; it stands before a machine with a good row.
 */
export function statesOf(name: string, seen: Answer | null, frame: Frame, clues: Clues): readonly NameState[] {
  if (!selectsByName(frame.selector)) return [NO_ROW];
  const row = (kind: NameState['kind'], attachments: Holding): NameState => ({
    kind,
    rows: [{ id: `own ${name}`, kind: 'exact', host: name, attachments }],
    filtered: [],
  });
  const seenHoldings = seen === null ? [UNSEEN_HOLDING] : holdingsFor(seen, frame.selector, clues);
  const states: NameState[] = [NO_ROW, ...seenHoldings.map((holding) => row('own-row', holding))];
  if (frame.selector === 'http-sys') {
    states.push(
      row('unusable-key', [unusable(UNSEEN, 'resets')]),
      row('skipped-key', [unusable(UNSEEN, 'falls-through')]),
    );
  } else {
    const codes = seen?.kind === 'alert' ? [seen.code] : seen === null ? KEY_ALERTS : [];
    for (const code of codes) {
      states.push(
        row(code === UNRECOGNIZED_NAME ? 'refusing-row' : 'unusable-key', [unusable(UNSEEN, 'alerts', code)]),
      );
    }
    if (seen === null || seen.kind === 'close') states.push(row('unusable-key', [unusable(UNSEEN, 'closes')]));
  }
  for (const reply of ['reset', 'close', 'silence'] as const) {
    if (seen === null || seen.kind === reply)
      states.push({ ...row('filtered', UNSEEN_HOLDING), filtered: [{ host: name, reply }] });
  }
  for (const alertCode of KEY_ALERTS) {
    const shows = seen === null || (seen.kind === 'alert' && seen.code === alertCode);
    if (shows)
      states.push({ ...row('filtered', UNSEEN_HOLDING), filtered: [{ host: name, reply: 'alert', alertCode }] });
  }
  return states;
}
