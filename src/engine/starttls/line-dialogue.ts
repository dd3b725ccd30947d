import { failed, goAhead, type Preamble, type PreambleFailure, type PreambleStep } from './preamble.js';

/** Real banners stay far below; a peer that sends more is not going to begin TLS. */
const MOST_LINES = 200;
const LONGEST_LINE = 4_096;
const QUOTED = 200;

/** What a script makes of a line: nothing yet, something to say, the go-ahead, or the end. */
export type LineStep = 'wait' | 'ready' | { readonly say: string } | PreambleFailure;

/** The words of one protocol, line by line. */
export interface LineScript {
  /** A line without its end. Bytes above 0x7f are Latin-1. */
  line(text: string): LineStep;
  awaiting(): string;
}

/** A preamble of lines, whatever pieces they arrive in. Lines end with LF, a CR before it is cut. */
export class LineDialogue implements Preamble {
  readonly #script: LineScript;
  #pieces: string[] = [];
  #length = 0;
  #lines = 0;

  constructor(script: LineScript) {
    this.#script = script;
  }

  start(): null {
    return null;
  }

  awaiting(): string {
    return this.#script.awaiting();
  }

  receive(bytes: Uint8Array): PreambleStep {
    let say = '';
    for (let at = 0; at < bytes.length; ) {
      const end = bytes.indexOf(0x0a, at);
      const until = end === -1 ? bytes.length : end;
      this.#length += until - at;
      if (this.#length > LONGEST_LINE) return failed('over-limit', 'starttls-line-length');
      this.#pieces.push(latin1(bytes.subarray(at, until)));
      if (end === -1) break;
      at = end + 1;
      this.#lines += 1;
      if (this.#lines > MOST_LINES) return failed('over-limit', 'starttls-lines');
      const step = this.#script.line(this.#takeLine());
      if (step === 'ready') return say === '' ? goAhead(bytes.length - at) : tooEarly();
      if (typeof step === 'string') continue;
      if ('kind' in step) return step;
      say += step.say;
    }
    return { kind: 'more', send: say === '' ? null : Buffer.from(say, 'latin1') };
  }

  #takeLine(): string {
    const line = this.#pieces.join('');
    this.#pieces = [];
    this.#length = 0;
    return line.endsWith('\r') ? line.slice(0, -1) : line;
  }
}

/** The go-ahead stood in one packet with what it answers to: it was sent, by the peer or someone in the path, unasked. */
function tooEarly(): PreambleFailure {
  return failed('starttls', 'refused', { rule: 'answered-before-asked' });
}

/** `starttls` failed on this line: it is quoted, cut to a sane length. */
export function failedOn(
  reason: 'not-offered' | 'refused' | 'preauth',
  line: string,
  detail: PreambleFailure['detail'] = {},
): PreambleFailure {
  return failed('starttls', reason, { ...detail, line: line.slice(0, QUOTED) });
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
}
