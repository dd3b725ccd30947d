import { malformed, type PeerFault } from './fault.js';

/** What a vector's length may be, in bytes; both bounds inclusive. Without `max` the length prefix bounds it. */
export interface VectorBounds {
  readonly min?: number;
  readonly max?: number;
}

/** How many bytes a length prefix takes. */
export type PrefixBytes = 1 | 2 | 3;

/**
 * Reads the presentation language of RFC 8446 §3 from one structure. Nothing is copied: byte strings are views.
 * Every read names its field; what does not fit is `malformed` with the path (`ServerHello/extensions/server_name`)
 * and the offset within the structure that the path begins with.
 *
 * @example
 * const reader = new Reader(body, 'CertificateVerify');
 * const algorithm = reader.u16('algorithm');
 * const signature = reader.vector(2, 'signature');
 * reader.end();
 */
export class Reader {
  readonly path: string;
  readonly #bytes: Uint8Array;
  readonly #origin: number;
  #position = 0;

  constructor(bytes: Uint8Array, path: string, origin = 0) {
    this.#bytes = bytes;
    this.path = path;
    this.#origin = origin;
  }

  /** Bytes not yet read. */
  get remaining(): number {
    return this.#bytes.length - this.#position;
  }

  /** Where the next byte stands in the structure that the path begins with. */
  get offset(): number {
    return this.#origin + this.#position;
  }

  u8(field: string): number {
    return this.#unsigned(1, field);
  }

  u16(field: string): number {
    return this.#unsigned(2, field);
  }

  u24(field: string): number {
    return this.#unsigned(3, field);
  }

  /** `opaque field[length]`. */
  bytes(length: number, field: string): Uint8Array {
    if (length > this.remaining) throw this.fault(field, `${length} bytes expected, ${this.remaining} are left`);
    const start = this.#position;
    this.#position += length;
    return this.#bytes.subarray(start, this.#position);
  }

  /** `opaque field<min..max>`: a length prefix and that many bytes. */
  vector(prefix: PrefixBytes, field: string, bounds: VectorBounds = {}): Uint8Array {
    const start = this.#position;
    const length = this.#unsigned(prefix, field);
    const { min = 0, max = Number.MAX_SAFE_INTEGER } = bounds;
    const problem =
      length < min
        ? `length ${length} is below ${min}`
        : length > max
          ? `length ${length} is above ${max}`
          : length > this.remaining
            ? `length ${length} goes past the end: ${this.remaining} bytes are left`
            : null;
    if (problem !== null) {
      this.#position = start;
      throw this.fault(field, problem);
    }
    return this.bytes(length, field);
  }

  /** A vector that has fields of its own: a reader for it, whose `end()` is the caller's to call. */
  sub(prefix: PrefixBytes, field: string, bounds: VectorBounds = {}): Reader {
    const body = this.vector(prefix, field, bounds);
    return new Reader(body, this.#pathOf(field), this.offset - body.length);
  }

  /** `uint16 field<min..max>`. */
  u16List(prefix: PrefixBytes, field: string, bounds: VectorBounds = {}): readonly number[] {
    const list = this.sub(prefix, field, bounds);
    const values: number[] = [];
    while (list.remaining >= 2) values.push(list.#unsigned(2, field));
    // Only here is an element named: a hello has some sixty of them.
    if (list.remaining > 0) list.u16(`[${values.length}]`);
    return values;
  }

  /** The structure ends here: bytes that are left over are the peer's fault. */
  end(): void {
    if (this.remaining > 0) {
      throw malformed(this.path, this.offset, `${this.remaining} bytes are left over`);
    }
  }

  /** A fault of the field that comes next. */
  fault(field: string, problem: string): PeerFault {
    return malformed(this.#pathOf(field), this.offset, problem);
  }

  #pathOf(field: string): string {
    return field.startsWith('[') ? this.path + field : `${this.path}/${field}`;
  }

  #unsigned(length: 1 | 2 | 3, field: string): number {
    if (length > this.remaining) throw this.fault(field, `${length} bytes expected, ${this.remaining} are left`);
    let value = 0;
    for (let i = 0; i < length; i++) value = (value << 8) | (this.#bytes[this.#position++] ?? 0);
    return value;
  }
}
