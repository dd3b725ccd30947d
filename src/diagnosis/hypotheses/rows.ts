import type { NameRow, SelectionTable } from '../../model/selection.js';
import type { Answer } from '../answers.js';
import { UNSEEN } from './clues.js';
import { attachment, type Frame, selectsByName } from './frame.js';

/** What a machine may hold for one name. */
export interface NameState {
  readonly kind:
    | 'no-row'
    | 'own-row'
    | 'own-row-wrong-key'
    | 'own-row-unusable-key'
    | 'own-row-skipped'
    | 'own-row-refuses'
    | 'filtered';
  readonly rows: readonly NameRow[];
  readonly filtered: SelectionTable['filtered'];
}

const NOTHING: NameState = { kind: 'no-row', rows: [], filtered: [] };
const UNRECOGNIZED_NAME = 112;

/**
 * The states of one name that could matter, given what was seen for it: `seen` is its answer to the control's hello,
 * null when it was not asked. Whether a state predicts the answer is not decided here but by `select()`.
 */
export function statesOf(name: string, seen: Answer | null, frame: Frame): readonly NameState[] {
  if (!selectsByName(frame.selector)) return [NOTHING];
  const certificate = seen?.kind === 'certificate' ? seen.certificate : UNSEEN;
  const own = (kind: NameState['kind'], content: NameRow['attachments'][number]): NameState => ({
    kind,
    rows: [{ id: `own ${name}`, kind: 'exact', host: name, attachments: [content] }],
    filtered: [],
  });
  const states: NameState[] = [NOTHING, own('own-row', attachment(certificate))];
  if (frame.selector === 'http-sys') {
    states.push(own('own-row-unusable-key', attachment(UNSEEN, 'resets')));
    states.push(own('own-row-skipped', attachment(UNSEEN, 'falls-through')));
  } else {
    states.push(own('own-row-wrong-key', attachment(certificate, 'wrong')));
    const code = seen?.kind === 'alert' ? seen.code : 80;
    if (code === UNRECOGNIZED_NAME) states.push(own('own-row-refuses', attachment(UNSEEN, 'alerts', code)));
    else states.push(own('own-row-unusable-key', attachment(UNSEEN, 'alerts', code)));
  }
  for (const reply of ['reset', 'close'] as const) {
    states.push({ ...own('filtered', attachment(UNSEEN)), filtered: [{ host: name, reply }] });
  }
  return states;
}
