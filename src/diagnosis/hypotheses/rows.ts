import type { Attachment, NameRow, SelectionTable } from '../../model/selection.js';
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
 * Something in front (`filtered`: a filter, or a router whose backend is dead) ends the connection however it likes; what
 * lies behind is in order. It can stand before any machine that is meant.
 */
export function statesOf(name: string, seen: Answer | null, frame: Frame, clues: Clues): readonly NameState[] {
  if (frame.selector === 'stranger' || frame.selector === 'interceptor') return [NO_ROW];
  if (!selectsByName(frame.selector)) return [NO_ROW, ...filters(name, seen, [])];
  const row = (kind: NameState['kind'], attachments: Holding): NameState => ({
    kind,
    rows: [{ id: `own ${name}`, kind: 'exact', host: name, attachments }],
    filtered: [],
  });
  const seenHoldings = seen === null ? [UNSEEN_HOLDING] : holdingsFor(seen, frame.selector, clues);
  return [
    NO_ROW,
    ...seenHoldings.map((holding) => row('own-row', holding)),
    ...(frame.selector === 'http-sys' ? HTTP_SYS_KEYS : otherKeys(seen)).map((key) =>
      key.alertCode === UNRECOGNIZED_NAME
        ? row('refusing-row', [key])
        : row(key.key === 'falls-through' ? 'skipped-key' : 'unusable-key', [key]),
    ),
    ...filters(name, seen, row('filtered', UNSEEN_HOLDING).rows),
  ];
}

const HTTP_SYS_KEYS: readonly Attachment[] = [unusable(UNSEEN, 'resets'), unusable(UNSEEN, 'falls-through')];

/** protocol_version is about versions, never about a name's key. */
const PROTOCOL_VERSION = 70;

function otherKeys(seen: Answer | null): readonly Attachment[] {
  const shown = seen?.kind === 'alert' && seen.code !== PROTOCOL_VERSION ? [seen.code] : [];
  const codes = seen === null ? KEY_ALERTS : shown;
  const closes = seen === null || seen.kind === 'close' ? [unusable(UNSEEN, 'closes')] : [];
  return [...codes.map((code) => unusable(UNSEEN, 'alerts', code)), ...closes];
}

function filters(name: string, seen: Answer | null, rows: readonly NameRow[]): readonly NameState[] {
  const state = (filter: SelectionTable['filtered'][number]): NameState => ({
    kind: 'filtered',
    rows,
    filtered: [filter],
  });
  const silent = (['reset', 'close', 'silence'] as const).filter((reply) => seen === null || seen.kind === reply);
  const codes = KEY_ALERTS.filter((code) => seen === null || (seen.kind === 'alert' && seen.code === code));
  return [
    ...silent.map((reply) => state({ host: name, reply })),
    ...codes.map((alertCode) => state({ host: name, reply: 'alert', alertCode })),
  ];
}
