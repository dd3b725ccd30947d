import { select, traceSelection } from '../../bindings/select.js';
import type { Cause } from '../../model/diagnosis.js';
import type { Connection, Reply, Selection } from '../../model/selection.js';
import type { Answer } from '../answers.js';
import { type Asked, offeredVersions } from '../questions.js';
import type { Clue, Clues } from './clues.js';
import { FALLBACK_ROW, type Frame, tableOf, WILDCARD_ROW } from './frame.js';
import { framesFor, predicts } from './frames.js';
import { type NameState, statesOf } from './rows.js';

/** A machine with one state of the target's name that predicts every answer seen, and the cause that it would be. */
export interface Candidate {
  readonly frame: Frame;
  readonly state: NameState;
  readonly reply: Reply;
  readonly cause: Cause;
}

/** What `causeOf` decides where the name's own row answers with this certificate. */
export type OwnRowCause = (certificate: string) => readonly Cause[];

/**
 * All candidates that stand: a frame stands while every name asked has a state in which `select()` gives the answers
 * seen for that name. Names are independent inside a frame, so that the product is never formed.
 */
export function standing(clues: Clues, ownRow: OwnRowCause): readonly Candidate[] {
  const byName = groupByName(clues.clues);
  const target = clues.clues.find(({ asked }) => isControl(asked, clues.target));
  const candidates: Candidate[] = [];
  for (const frame of framesFor(clues)) {
    const others = [...byName].filter(([name]) => name !== clues.target);
    if (!others.every(([name, asked]) => statesThatFit(frame, name, asked, clues).length > 0)) continue;
    const own = byName.get(clues.target) ?? [];
    for (const state of statesThatFit(frame, clues.target, own, clues)) {
      const reply = replyTo(frame, state, control(clues.target), clues);
      for (const cause of causesOf(frame, state, reply, target?.answer ?? null, clues, ownRow)) {
        candidates.push({ frame, state, reply, cause });
      }
    }
  }
  return candidates;
}

export function groupByName(clues: readonly Clue[]): ReadonlyMap<string | null, readonly Clue[]> {
  const groups = new Map<string | null, Clue[]>();
  for (const clue of clues) {
    const group = groups.get(clue.asked.serverName);
    if (group === undefined) groups.set(clue.asked.serverName, [clue]);
    else group.push(clue);
  }
  return groups;
}

/** The states of one name in which the frame gives every answer seen for it. */
export function statesThatFit(
  frame: Frame,
  name: string | null,
  clues: readonly Clue[],
  all: Clues,
): readonly NameState[] {
  const seen = clues.find(({ asked }) => asked.keyTypes === 'any' && asked.versions === 'current')?.answer ?? null;
  const states = name === null ? [{ kind: 'no-row', rows: [], filtered: [] } as const] : statesOf(name, seen, frame);
  return states.filter((state) => clues.every((clue) => fits(frame, state, clue, all)));
}

function fits(frame: Frame, state: NameState, { asked, answer, matched }: Clue, all: Clues): boolean {
  const selection = traceFor(frame, state, asked, all);
  if (!predicts(selection.reply, answer, asked.serverName, all)) return false;
  return matched === null || selection.matchedName === matched;
}

/** What the frame would answer to a question, with the name in this state. */
export function replyTo(frame: Frame, state: NameState, asked: Asked, all: Clues): Reply {
  return select(tableOf(frame, all, state.rows, state.filtered), connectionOf(asked, all));
}

function traceFor(frame: Frame, state: NameState, asked: Asked, all: Clues): Selection {
  return traceSelection(tableOf(frame, all, state.rows, state.filtered), connectionOf(asked, all));
}

function connectionOf(asked: Asked, all: Clues): Connection {
  return {
    localAddress: all.address,
    port: all.port,
    serverName: asked.serverName,
    keyTypes: 'any',
    versions: offeredVersions(asked.versions),
  };
}

export function control(name: string | null): Asked {
  return { serverName: name, keyTypes: 'any', versions: 'current' };
}

export function isControl(asked: Asked, name: string | null): boolean {
  return asked.serverName === name && asked.keyTypes === 'any' && asked.versions === 'current';
}

/** The first cause of the design's section 5 that applies to this machine, for the target's name. */
function causesOf(
  frame: Frame,
  state: NameState,
  reply: Reply,
  seen: Answer | null,
  clues: Clues,
  ownRow: OwnRowCause,
): readonly Cause[] {
  if (frame.selector === 'stranger') return ['another-server'];
  if (frame.selector === 'interceptor') return ['intercepted'];
  if (clues.clues.every(({ answer }) => answer.kind !== 'certificate')) {
    return everythingFails(frame, state, clues) ? ['no-certificate-served'] : ['no-certificate-served', ...byRow()];
  }
  return byRow();

  function byRow(): readonly Cause[] {
    if (frame.selector === 'names-ignored') return ['sni-not-supported'];
    if (frame.selector === 'http-sys-exact-row') return ['ip-binding-conflict'];
    const foreign = reply.row === WILDCARD_ROW && (reply.kind !== 'certificate' || !clues.isOwn(reply.certificate));
    if (state.kind === 'own-row-skipped') return ['private-key-unusable'];
    if (state.kind === 'own-row-wrong-key' || state.kind === 'own-row-unusable-key') return ['private-key-unusable'];
    if (state.kind === 'filtered') return ['backend-unavailable'];
    if (state.kind === 'own-row-refuses') return ['missing-sni-host-match'];
    if (reply.row === FALLBACK_ROW || reply.kind !== 'certificate' || foreign) {
      return frame.selector === 'specific-listener' && reply.kind === 'certificate'
        ? ['ip-binding-conflict']
        : ['missing-sni-host-match'];
    }
    if (reply.signature === 'fails') return ['private-key-unusable'];
    return ownRow(seen?.kind === 'certificate' ? seen.certificate : reply.certificate);
  }
}

/** Nothing asked was served a certificate; could another name that exists here be served one? */
function everythingFails(frame: Frame, state: NameState, clues: Clues): boolean {
  void frame;
  void state;
  return !clues.othersUnknown;
}
