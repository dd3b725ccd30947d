import { failed, type Preamble, type PreambleStep } from './preamble.js';

/** What a binary message may take before TLS. */
const MOST_BYTES = 16_384;

/** The messages of one protocol: how long the one at hand is, and what it says. */
export interface ByteScript {
  /** What to say first; null: the peer speaks first. */
  start(): Uint8Array | null;
  awaiting(): string;
  /** How many bytes the message takes, seen from its first ones; null: more of them are needed. */
  length(bytes: Uint8Array): number | null;
  /** The whole message; `surplus` bytes came behind it. */
  message(bytes: Uint8Array, surplus: number): PreambleStep;
}

/** A preamble of one binary message, whatever pieces it arrives in. */
export class ByteDialogue implements Preamble {
  readonly #script: ByteScript;
  #pieces: Uint8Array[] = [];
  #received = 0;
  #wanted: number | null = null;

  constructor(script: ByteScript) {
    this.#script = script;
  }

  start(): Uint8Array | null {
    return this.#script.start();
  }

  awaiting(): string {
    return this.#script.awaiting();
  }

  receive(bytes: Uint8Array): PreambleStep {
    this.#pieces.push(bytes);
    this.#received += bytes.length;
    if (this.#wanted === null) {
      this.#wanted = this.#script.length(this.#joined());
      if (this.#wanted === null) return this.#received > MOST_BYTES ? tooLong() : { kind: 'more', send: null };
    }
    if (this.#wanted > MOST_BYTES) return tooLong();
    if (this.#received < this.#wanted) return { kind: 'more', send: null };
    const all = this.#joined();
    return this.#script.message(all.subarray(0, this.#wanted), all.length - this.#wanted);
  }

  #joined(): Uint8Array {
    const joined = this.#pieces.length === 1 ? this.#pieces[0] : undefined;
    if (joined !== undefined) return joined;
    const all = Buffer.concat(this.#pieces);
    this.#pieces = [all];
    return all;
  }
}

function tooLong(): PreambleStep {
  return failed('over-limit', 'starttls-message-length');
}
