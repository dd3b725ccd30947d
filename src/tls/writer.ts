import { InternalError } from '../errors.js';
import type { PrefixBytes } from './reader.js';

const FIRST_CAPACITY = 64;

/**
 * Writes the presentation language of RFC 8446 §3. Length prefixes are closures: what is written inside is counted.
 *
 * @example
 * const extension = write((w) => w.u16(0).vector(2, (w) => w.bytes(body)));
 */
export class Writer {
  #buffer = new Uint8Array(FIRST_CAPACITY);
  #length = 0;

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

  /** What was written. The writer is spent: the bytes are its own buffer. */
  finish(): Uint8Array {
    return this.#buffer.subarray(0, this.#length);
  }

  #unsigned(size: PrefixBytes, value: number): this {
    this.#put(this.#grow(size), size, value);
    return this;
  }

  #put(start: number, size: PrefixBytes, value: number): void {
    if (!Number.isInteger(value) || value < 0 || value >= 2 ** (8 * size)) {
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

/** The bytes that `content` writes. */
export function write(content: (writer: Writer) => unknown): Uint8Array {
  const writer = new Writer();
  content(writer);
  return writer.finish();
}
