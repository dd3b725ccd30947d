/**
 * A reader of DER (X.690) for what certificates use: low tag numbers, definite and minimal lengths, nothing past the end.
 * It hands out ranges into the caller's bytes and copies nothing; no length that a peer sends makes it allocate.
 */

/** Universal tags, with the constructed bit where DER requires it. */
export const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  oid: 0x06,
  enumerated: 0x0a,
  utf8String: 0x0c,
  numericString: 0x12,
  printableString: 0x13,
  t61String: 0x14,
  ia5String: 0x16,
  utcTime: 0x17,
  generalizedTime: 0x18,
  visibleString: 0x1a,
  universalString: 0x1c,
  bmpString: 0x1e,
  sequence: 0x30,
  set: 0x31,
} as const;

/** An object identifier longer than this is refused: the longest in use (a UUID arc) needs 20 bytes. */
const MAX_OID_BYTES = 128;

/** Malformed DER: where, and which rule it breaks. Caught by whoever reads; never leaves `x509/` or `expectation/`. */
export class DerError extends Error {
  override readonly name = 'DerError';
  readonly code = 'malformed-der';
}

/** One element: `from` is its first byte, `start`…`end` its content. Offsets into the bytes that were read. */
export interface DerValue {
  readonly tag: number;
  readonly from: number;
  readonly start: number;
  readonly end: number;
}

/** Where a reader stands. Put into words for a fault alone: hardly any reader meets one. */
interface Place {
  readonly above: Place | null;
  readonly what: string;
}

function pathOf({ above, what }: Place): string {
  return above === null ? what : `${pathOf(above)}/${what}`;
}

/** Walks the elements of one range in order. Every fault is a {@link DerError} with the reader's path. */
export class DerReader {
  readonly bytes: Uint8Array;
  readonly #place: Place;
  readonly #end: number;
  #at: number;

  constructor(bytes: Uint8Array, place: string | Place, start = 0, end = bytes.length) {
    this.bytes = bytes;
    this.#place = typeof place === 'string' ? { above: null, what: place } : place;
    this.#at = start;
    this.#end = end;
  }

  /** `certificate/tbsCertificate`, for faults. */
  get path(): string {
    return pathOf(this.#place);
  }

  /** True when nothing is left. */
  get atEnd(): boolean {
    return this.#at >= this.#end;
  }

  /** The tag of the next element; -1 at the end. */
  peek(): number {
    return this.#at < this.#end ? (this.bytes[this.#at] ?? -1) : -1;
  }

  /** The next element, whatever it is. */
  any(what: string): DerValue {
    const { bytes } = this;
    const from = this.#at;
    const tag = bytes[from];
    const first = bytes[from + 1];
    if (from + 2 > this.#end || tag === undefined || first === undefined) return this.fail(what, 'cut off');
    if ((tag & 0x1f) === 0x1f) return this.fail(what, 'a tag number above 30');
    let start = from + 2;
    let length = first;
    if (first >= 0x80) {
      const count = first & 0x7f;
      if (count === 0) return this.fail(what, 'an indefinite length');
      if (count > 4) return this.fail(what, 'a length of more than four bytes');
      if (start + count > this.#end) return this.fail(what, 'cut off');
      length = 0;
      for (let i = 0; i < count; i++) length = length * 256 + (bytes[start + i] ?? 0);
      if (length < 0x80 || length < 256 ** (count - 1)) return this.fail(what, 'a length that is not minimal');
      start += count;
    }
    if (length > this.#end - start) return this.fail(what, 'longer than what holds it');
    this.#at = start + length;
    return { tag, from, start, end: this.#at };
  }

  /** The next element, which must have this tag. */
  read(tag: number, what: string): DerValue {
    const found = this.peek();
    if (found !== tag)
      return this.fail(what, found === -1 ? 'missing' : `tag ${hexByte(found)} instead of ${hexByte(tag)}`);
    return this.any(what);
  }

  /** The next element if it has this tag, else null. */
  optional(tag: number, what: string): DerValue | null {
    return this.peek() === tag ? this.any(what) : null;
  }

  /** The next element, which must have this tag, as a reader of its content. */
  enter(tag: number, what: string): DerReader {
    return this.inside(this.read(tag, what), what);
  }

  /** A reader of an element's content. */
  inside(value: DerValue, what: string): DerReader {
    return new DerReader(this.bytes, { above: this.#place, what }, value.start, value.end);
  }

  /** Refuses anything that is left. */
  end(): void {
    if (!this.atEnd) this.fail('', 'trailing data');
  }

  fail(what: string, reason: string): never {
    throw new DerError(`${what === '' ? this.path : `${this.path}/${what}`}: ${reason} (at byte ${this.#at})`);
  }
}

/** The whole element, header included. A view, not a copy. */
export function wholeOf(bytes: Uint8Array, value: DerValue): Uint8Array {
  return new Uint8Array(bytes.buffer, bytes.byteOffset + value.from, value.end - value.from);
}

/** The content. A view, not a copy. */
export function contentOf(bytes: Uint8Array, value: DerValue): Uint8Array {
  return new Uint8Array(bytes.buffer, bytes.byteOffset + value.start, value.end - value.start);
}

/** The dotted form of an OBJECT IDENTIFIER's content (X.690 §8.19). */
export function readOid(reader: DerReader, what: string): string {
  const value = reader.read(TAG.oid, what);
  return oidText(reader, value, what);
}

function oidText(reader: DerReader, { start, end }: DerValue, what: string): string {
  const { bytes } = reader;
  if (end === start || end - start > MAX_OID_BYTES) return reader.fail(what, 'no usable object identifier');
  let text = '';
  let arc = 0;
  let big: bigint | null = null;
  let fresh = true;
  for (let at = start; at < end; at++) {
    const byte = bytes[at] ?? 0;
    if (fresh && byte === 0x80) return reader.fail(what, 'an arc that is not minimal');
    fresh = false;
    if (big === null && arc >= 2 ** 45) big = BigInt(arc);
    if (big === null) arc = arc * 128 + (byte & 0x7f);
    else big = (big << 7n) | BigInt(byte & 0x7f);
    if (byte >= 0x80) continue;
    if (text === '') {
      const root = big !== null || arc >= 80 ? 2 : arc < 40 ? 0 : 1;
      text = `${root}.${big === null ? arc - root * 40 : big - 80n}`;
    } else {
      text += `.${big ?? arc}`;
    }
    arc = 0;
    big = null;
    fresh = true;
  }
  if (!fresh) return reader.fail(what, 'an arc that is cut off');
  return text;
}

/** A BOOLEAN's value; DER allows 00 and FF only. */
export function readBoolean(reader: DerReader, what: string): boolean {
  const { start, end } = reader.read(TAG.boolean, what);
  const byte = reader.bytes[start];
  if (end - start !== 1 || (byte !== 0x00 && byte !== 0xff)) return reader.fail(what, 'no boolean');
  return byte === 0xff;
}

/** The length in bits of a non-negative INTEGER. */
export function readBitLength(reader: DerReader, what: string): number {
  const { start, end } = reader.read(TAG.integer, what);
  let at = start;
  while (at < end && reader.bytes[at] === 0) at++;
  const top = reader.bytes[at];
  return at >= end || top === undefined ? 0 : (end - at - 1) * 8 + (32 - Math.clz32(top));
}

function hexByte(byte: number): string {
  return `0x${byte.toString(16).padStart(2, '0')}`;
}
