import type { Cause } from '../../model/diagnosis.js';
import type { Reply } from '../../model/selection.js';
import { answerTo, type Clue, type Clues, control, parentOf } from './clues.js';
import { FALLBACK_ROW, type Frame, selectsByName, WILDCARD_ROW } from './frame.js';
import { framesFor } from './frames.js';
import { predict, statesThatFit } from './predict.js';
import { type NameState, NO_ROW } from './rows.js';

/** A machine with one state of the target's name that predicts every answer seen, and the causes that it would be. */
export interface Candidate {
  readonly frame: Frame;
  readonly state: NameState;
  readonly causes: readonly Cause[];
}

/**
 * All candidates that stand: a machine stands while every name asked has a state in which `select()` gives the answers
 * seen for that name. Names are independent of each other inside a machine, so that their product is never formed.
 */
export function standing(clues: Clues): readonly Candidate[] {
  const key = JSON.stringify(clues);
  const known = remembered.get(key);
  if (known !== undefined) return known;
  const candidates = enumerate(clues);
  if (remembered.size >= MOST_REMEMBERED) remembered.clear();
  remembered.set(key, candidates);
  return candidates;
}

/** Long lists have few patterns: what stands is found once for each. Clues are plain data, so an equal key is an equal case. */
const remembered = new Map<string, readonly Candidate[]>();
const MOST_REMEMBERED = 256;

function enumerate(clues: Clues): readonly Candidate[] {
  const byName = groupByName(clues);
  const own = byName.get(clues.target) ?? [];
  const others = [...byName].filter(([name]) => name !== clues.target);
  const candidates: Candidate[] = [];
  for (const frame of framesFor(clues)) {
    if (!others.every(([name, seen]) => statesThatFit(frame, name, seen, clues).length > 0)) continue;
    for (const state of statesThatFit(frame, clues.target, own, clues)) {
      candidates.push({ frame, state, causes: causesOf(frame, state, clues) });
    }
  }
  return candidates;
}

export function groupByName(clues: Clues): ReadonlyMap<string | null, readonly Clue[]> {
  const groups = new Map<string | null, Clue[]>();
  for (const clue of clues.clues) {
    const group = groups.get(clue.asked.serverName);
    if (group === undefined) groups.set(clue.asked.serverName, [clue]);
    else group.push(clue);
  }
  return groups;
}

/**
 * The first cause of the design's section 5 that applies to this machine, for the target's name. More than one only
 * where the model itself leaves it open: whether a name that the run does not know is served here, or which edition
 * a certificate is.
 */
function causesOf(frame: Frame, state: NameState, clues: Clues): readonly Cause[] {
  if (frame.selector === 'stranger') return ['another-server'];
  if (frame.selector === 'interceptor') return ['intercepted'];
  const reply = predict(frame, state, control(clues.target)).reply;
  if (!everythingAskedFails(frame, clues)) return causeByTable(frame, state, reply, clues);
  const isOneForAll = !selectsByName(frame.selector) && state.kind !== 'filtered';
  if (isOneForAll || !clues.othersUnknown) return ['no-certificate-served'];
  return ['no-certificate-served', ...causeByTable(frame, state, reply, clues)];
}

/** Nothing asked was served a certificate, and neither would be what the survey asks but could not ask here. */
function everythingAskedFails(frame: Frame, clues: Clues): boolean {
  if (clues.clues.some(({ answer }) => answer.kind === 'certificate')) return false;
  const { random } = clues;
  const parent = clues.target === null ? null : parentOf(clues.target);
  const unasked = [
    ...(answerTo(clues, control(null)) === null ? [null] : []),
    ...(random.some((name) => name.endsWith('.invalid')) ? [] : ['any.invalid']),
    ...(parent === null || random.some((name) => parentOf(name) === parent) ? [] : [`any.${parent}`]),
  ];
  return unasked.every((name) => predict(frame, NO_ROW, control(name)).reply.kind !== 'certificate');
}

function causeByTable(frame: Frame, state: NameState, reply: Reply, clues: Clues): readonly Cause[] {
  const serves = reply.kind === 'certificate';
  // A client of an address sends no name: what answers without one is the address's own row.
  if (clues.target === null) return serves ? keyOrOwn(reply.signature, reply.certificate) : ['private-key-unusable'];
  if (state.kind === 'filtered') return ['backend-unavailable'];
  if (frame.selector === 'names-ignored') return ['sni-not-supported'];
  if (frame.selector === 'http-sys-exact-row') return serves ? ['ip-binding-conflict'] : ['no-certificate-served'];
  if (state.kind === 'skipped-key' || state.kind === 'unusable-key') return ['private-key-unusable'];
  if (state.kind === 'refusing-row') return ['missing-sni-host-match'];
  const isForeign = reply.row === WILDCARD_ROW && serves && clues.certificates[reply.certificate]?.isOwn === false;
  if (!serves || reply.row === FALLBACK_ROW || isForeign) {
    return serves && frame.selector === 'specific-listener' ? ['ip-binding-conflict'] : ['missing-sni-host-match'];
  }
  return keyOrOwn(reply.signature, reply.certificate);

  function keyOrOwn(signature: 'verifies' | 'fails', certificate: string): readonly Cause[] {
    return signature === 'fails' ? ['private-key-unusable'] : (clues.certificates[certificate]?.inOwnRow ?? []);
  }
}
