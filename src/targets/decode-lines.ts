import { TextDecoder } from 'node:util';
import { UsageError } from '../errors.js';

/** A line without its end, numbered from 1. `cut` when it was longer than the limit and only its beginning is here. */
export interface Line {
  readonly number: number;
  readonly text: string;
  readonly cut: boolean;
}

/** No target is longer; a file that is no list (one endless line) is not held. In UTF-16 code units. */
export const LONGEST_LINE = 16_384;

/** Enough to tell a byte order mark, UTF-16 without one, and an archive's magic number. */
const SNIFFED = 4;

/**
 * Bytes to lines, lazily: UTF-8, or UTF-16 of either order with a byte order mark or recognised by its zero bytes (as
 * PowerShell 5.1 and Excel write); LF, CRLF and CR. Bytes that are not UTF-8 become U+FFFD.
 * Throws UsageError `bad-file` for what is no text at all.
 */
export async function* decodeLines(chunks: AsyncIterable<Uint8Array>, source: string): AsyncGenerator<Line> {
  const splitter = new LineSplitter();
  let decoder: TextDecoder | null = null;
  let head = Buffer.alloc(0);
  for await (const chunk of chunks) {
    if (decoder === null) {
      head = Buffer.concat([head, chunk]);
      if (head.length < SNIFFED) continue;
      decoder = decoderFor(head, source);
      yield* splitter.push(decoder.decode(head, { stream: true }));
    } else {
      yield* splitter.push(decoder.decode(chunk, { stream: true }));
    }
  }
  if (decoder === null) {
    decoder = decoderFor(head, source);
    yield* splitter.push(decoder.decode(head, { stream: true }));
  }
  yield* splitter.push(decoder.decode());
  yield* splitter.end();
}

function decoderFor(head: Buffer, source: string): TextDecoder {
  const [first, second] = head;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le');
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be');
  if (first !== undefined && second !== undefined) {
    if (first !== 0 && second === 0 && head[2] !== 0) return new TextDecoder('utf-16le');
    if (first === 0 && second !== 0 && head[2] === 0) return new TextDecoder('utf-16be');
  }
  if (head.includes(0)) {
    const sheet = first === 0x50 && second === 0x4b;
    throw new UsageError(
      'bad-file',
      `${source} is not a text file`,
      sheet ? 'It looks like an .xlsx sheet or an archive: save the sheet as CSV.' : 'A list is text or CSV.',
    );
  }
  return new TextDecoder('utf-8');
}

class LineSplitter {
  #number = 0;
  #rest = '';
  #cut = false;
  #afterReturn = false;

  *push(text: string): Generator<Line> {
    let start = 0;
    for (let at = 0; at < text.length; at += 1) {
      const unit = text.charCodeAt(at);
      if (unit !== 0x0a && unit !== 0x0d) {
        this.#afterReturn = false;
        continue;
      }
      if (unit === 0x0a && this.#afterReturn) {
        this.#afterReturn = false;
        start = at + 1;
        continue;
      }
      this.#afterReturn = unit === 0x0d;
      this.#keep(text.slice(start, at));
      start = at + 1;
      yield this.#take();
    }
    this.#keep(text.slice(start));
  }

  *end(): Generator<Line> {
    if (this.#rest !== '') yield this.#take();
  }

  #keep(text: string): void {
    const room = LONGEST_LINE - this.#rest.length;
    this.#cut ||= text.length > room;
    this.#rest += text.slice(0, room);
  }

  #take(): Line {
    this.#number += 1;
    const line = { number: this.#number, text: this.#rest, cut: this.#cut };
    this.#rest = '';
    this.#cut = false;
    return line;
  }
}
