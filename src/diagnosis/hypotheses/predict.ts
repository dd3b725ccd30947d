import { traceSelection } from '../../bindings/select.js';
import type { Connection, Reply, Selection } from '../../model/selection.js';
import { type Asked, offeredVersions } from '../questions.js';
import { answerTo, type Clue, type Clues, control } from './clues.js';
import { type Frame, tableOf } from './frame.js';
import { type NameState, NO_ROW, statesOf } from './rows.js';

/** Every hypothesis is about one endpoint: which address it has makes no difference to it. */
const HERE = { address: '192.0.2.1', port: 443 } as const;

/** What this machine, with this state of the name, answers to a question. */
export function predict(frame: Frame, state: NameState, asked: Asked): Selection {
  const connection: Connection = {
    localAddress: HERE.address,
    port: HERE.port,
    serverName: asked.serverName,
    keyTypes: asked.keyTypes,
    versions: offeredVersions(asked.versions),
  };
  return traceSelection(tableOf(frame, HERE, state.rows, state.filtered), connection);
}

/** The states of one name in which the machine gives every answer seen for that name. */
export function statesThatFit(
  frame: Frame,
  name: string | null,
  seen: readonly Clue[],
  clues: Clues,
): readonly NameState[] {
  const states =
    name === null || clues.random.includes(name)
      ? [NO_ROW]
      : statesOf(name, answerTo(clues, control(name)), frame, clues);
  return states.filter((state) => seen.every((clue) => fits(frame, state, clue)));
}

function fits(frame: Frame, state: NameState, clue: Clue): boolean {
  const selection = predict(frame, state, clue.asked);
  if (!isPredicted(selection.reply, clue)) return false;
  return clue.matched === null || selection.matchedName === clue.matched;
}

/**
 * Whether a predicted reply is the answer seen. A minted certificate is any that covers the name asked for; what such a
 * device does without a name is not known. How a server refuses a hello that none of its certificates fits differs from
 * server to server: any failure will do there.
 */
function isPredicted(reply: Reply, { answer: seen, asked, covers }: Clue): boolean {
  if (reply.kind === 'certificate' && reply.certificate.startsWith('minted:')) {
    if (asked.serverName === null) return true;
    return seen.kind === 'certificate' && covers;
  }
  if (reply.kind === 'certificate') {
    if (seen.kind !== 'certificate' || (reply.signature === 'fails') !== (seen.signature === 'fails')) return false;
    return reply.certificate === seen.certificate;
  }
  if (asked.keyTypes !== 'any') return seen.kind !== 'certificate';
  return reply.kind === 'alert' ? seen.kind === 'alert' && seen.code === reply.code : reply.kind === seen.kind;
}
