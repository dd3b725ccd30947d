import { traceSelection } from '../../bindings/select.js';
import type { Connection, Reply, Selection } from '../../model/selection.js';
import type { Answer } from '../answers.js';
import { type Asked, offeredVersions } from '../questions.js';
import { answerTo, type Clue, type Clues, control } from './clues.js';
import { type Frame, tableOf } from './frame.js';
import { type NameState, NO_ROW, statesOf } from './rows.js';

/** What this machine, with this state of the name, answers to a question. */
export function predict(frame: Frame, state: NameState, asked: Asked, clues: Clues): Selection {
  const connection: Connection = {
    localAddress: clues.address,
    port: clues.port,
    serverName: asked.serverName,
    keyTypes: asked.keyTypes,
    versions: offeredVersions(asked.versions),
  };
  return traceSelection(tableOf(frame, clues, state.rows, state.filtered), connection);
}

/** The states of one name in which the machine gives every answer seen for that name. */
export function statesThatFit(
  frame: Frame,
  name: string | null,
  seen: readonly Clue[],
  clues: Clues,
): readonly NameState[] {
  const states =
    name === null || clues.random.has(name) ? [NO_ROW] : statesOf(name, answerTo(clues, control(name)), frame, clues);
  return states.filter((state) => seen.every((clue) => fits(frame, state, clue, clues)));
}

function fits(frame: Frame, state: NameState, { asked, answer, matched }: Clue, clues: Clues): boolean {
  const selection = predict(frame, state, asked, clues);
  if (!isPredicted(selection.reply, answer, asked, clues)) return false;
  return matched === null || selection.matchedName === matched;
}

/**
 * Whether a predicted reply is the answer seen. A minted certificate is any that covers the name asked for; what such a
 * device does without a name is not known. How a server refuses a hello that none of its certificates fits differs from
 * server to server: any failure will do there.
 */
export function isPredicted(reply: Reply, seen: Answer, asked: Asked, clues: Clues): boolean {
  if (reply.kind === 'certificate' && reply.certificate.startsWith('minted:')) {
    if (asked.serverName === null) return true;
    return seen.kind === 'certificate' && clues.covers(seen.certificate, asked.serverName);
  }
  if (reply.kind === 'certificate') {
    if (seen.kind !== 'certificate' || (reply.signature === 'fails') !== (seen.signature === 'fails')) return false;
    return reply.certificate === seen.certificate;
  }
  if (asked.keyTypes !== 'any') return seen.kind !== 'certificate';
  return reply.kind === 'alert' ? seen.kind === 'alert' && seen.code === reply.code : reply.kind === seen.kind;
}
