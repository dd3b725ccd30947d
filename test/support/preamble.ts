/** Plays a peer's bytes against a preamble, whole and byte by byte: both must come to the same. */
import { expect } from 'vitest';
import type { Preamble, PreambleStep } from '../../src/engine/starttls/preamble.js';

export interface Played {
  /** Everything that was said, in order. */
  readonly said: readonly string[];
  /** The last step; `more` when the peer's bytes ran out first. */
  readonly end: PreambleStep;
}

/**
 * @param turns what the peer says, a turn each: the next one comes only after we have said something. Text is Latin-1.
 * @param bytewise false where bytes behind the go-ahead matter, which a peer that waits after each byte does not send
 */
export function play(make: () => Preamble, turns: readonly (string | Uint8Array)[], bytewise = true): Played {
  const whole = playWith(make(), turns, (turn) => [turn]);
  if (bytewise) {
    const single = playWith(make(), turns, (turn) => Array.from(turn, (byte) => Uint8Array.of(byte)));
    expect(single).toEqual(whole);
  }
  return whole;
}

function playWith(
  preamble: Preamble,
  turns: readonly (string | Uint8Array)[],
  cut: (turn: Uint8Array) => readonly Uint8Array[],
): Played {
  const said: string[] = [];
  const say = (bytes: Uint8Array | null): void => {
    if (bytes !== null) said.push(Buffer.from(bytes).toString('latin1'));
  };
  say(preamble.start());
  let end: PreambleStep = { kind: 'more', send: null };
  for (const turn of turns) {
    expect(preamble.awaiting()).not.toBe('');
    for (const piece of cut(typeof turn === 'string' ? Buffer.from(turn, 'latin1') : turn)) {
      end = preamble.receive(piece);
      if (end.kind !== 'failed') say(end.send);
      if (end.kind !== 'more') return { said, end };
    }
  }
  return { said, end };
}

/** `ready`, `more`, or `outcome reason`. */
export function endOf({ end }: Played): string {
  return end.kind === 'failed' ? `${end.outcome} ${end.reason}` : end.kind;
}
