import { InternalError } from '../errors.js';
import type { PrefixBytes } from './reader.js';

const FIRST_CAPACITY = 512;
/** The first value that does not fit, by the number of bytes. */
const TOO_LARGE = { 1: 0x100, 2: 0x1_0000, 3: 0x100_0000 } as const;

/**
 * Writes the presentation language of RFC 8446 §3. Length prefixes are closures: what is written inside is counted.
 *
 * @example
 * const extension = write((w) => w.u16(0).vector(2, (w) => w.bytes(body)));
 */
export class Writer {
  #buffer: Uint8Array;
  #length = 0;

  /** @param buffer to write into; a larger one takes its place where it is too small */
  constructor(buffer: Uint8Array) {
    this.#buffer = buffer;
  }

  u8(value: number): this {
    return this.#unsigned(1, value);
  }

  u16(value: number): this {
    return this.#unsigned(2, value);
  }

  u24(value: number): this {
    return this.#unsigned(3, value);
  }

  bytes(value: Uint8Array): this {
    const start = this.#grow(value.length);
    this.#buffer.set(value, start);
    return this;
  }

  /** A length prefix of 1 to 3 bytes, then whatever `content` writes. */
  vector(prefix: PrefixBytes, content: (writer: this) => unknown): this {
    const start = this.#grow(prefix);
    content(this);
    this.#put(start, prefix, this.#length - start - prefix);
    return this;
  }

  /** `uint16 list<..>`. */
  u16List(prefix: PrefixBytes, values: readonly number[]): this {
    return this.vector(prefix, () => {
      for (const value of values) this.u16(value);
    });
  }

  /** A copy of what was written. The writer is spent: others may use its buffer. */
  finish(): Uint8Array {
    const written = this.#buffer.slice(0, this.#length);
    if (this.#buffer.length <= MOST_SPARE) spare = this.#buffer;
    return written;
  }

  #unsigned(size: PrefixBytes, value: number): this {
    this.#put(this.#grow(size), size, value);
    return this;
  }

  #put(start: number, size: PrefixBytes, value: number): void {
    if (!Number.isInteger(value) || value < 0 || value >= TOO_LARGE[size]) {
      throw new InternalError(`${value} does not fit into ${size} bytes`);
    }
    for (let i = 0; i < size; i++) this.#buffer[start + i] = value >>> (8 * (size - 1 - i));
  }

  /** Makes room and returns where it begins. Doubling keeps the copying linear. */
  #grow(size: number): number {
    const start = this.#length;
    this.#length += size;
    if (this.#length > this.#buffer.length) {
      const larger = new Uint8Array(Math.max(this.#length, 2 * this.#buffer.length));
      larger.set(this.#buffer.subarray(0, start));
      this.#buffer = larger;
    }
    return start;
  }
}

/** What the last writer wrote into: the next one need not grow one of its own. */
let spare: Uint8Array | null = null;
const MOST_SPARE = 4_096;

/** The bytes that `content` writes. */
export function write(content: (writer: Writer) => unknown): Uint8Array {
  const buffer = spare ?? new Uint8Array(FIRST_CAPACITY);
  // Whoever writes inside `content` takes another one.
  spare = null;
  const writer = new Writer(buffer);
  content(writer);
  return writer.finish();
}
