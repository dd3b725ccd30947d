import { malformed, misbehaved, overLimit } from './fault.js';
import type { HandshakeLimits } from './limits.js';
import { type NotTls, NotTlsGuess, notTlsFault } from './not-tls.js';
import {
  CHANGE_CIPHER_SPEC,
  HEARTBEAT,
  MAX_EXPANSION,
  MAX_PLAINTEXT,
  RECORD_HEADER_BYTES,
  type TlsRecord,
} from './record.js';

const NOTHING = new Uint8Array();

/**
 * Cuts a byte stream into records (RFC 8446 §5.1), whatever the chunks. A record that lies within one chunk is a view of
 * it; one that does not is copied once. So the work is linear, and a chunk's memory may be reused once it is drained.
 */
export class RecordReader {
  readonly #limits: HandshakeLimits;
  #chunk: Uint8Array = NOTHING;
  #position = 0;
  #beyondLimit = false;
  /** Of the record that began in an earlier chunk. */
  #header = new Uint8Array(RECORD_HEADER_BYTES);
  #headerFilled = 0;
  #fragment: Uint8Array | null = null;
  #fragmentFilled = 0;
  #records = 0;
  #received = 0;
  #guess: NotTlsGuess | null = null;

  constructor(limits: HandshakeLimits) {
    this.#limits = limits;
  }

  /** Bytes that have arrived. */
  get received(): number {
    return this.#received;
  }

  /** A record has begun and is not complete. */
  get midRecord(): boolean {
    return this.#headerFilled > 0;
  }

  /** What the stream is, when it has shown that it is not TLS but said too little to be decided before its end. */
  get undecided(): NotTls | null {
    return this.#guess?.atEnd() ?? null;
  }

  /** A chunk: call `next()` until it returns null before giving another one. */
  receive(chunk: Uint8Array): void {
    const allowed = this.#limits.wireBytes - this.#received;
    this.#beyondLimit = chunk.length > allowed;
    this.#chunk = this.#beyondLimit ? chunk.subarray(0, allowed) : chunk;
    this.#received += this.#chunk.length;
    this.#position = 0;
  }

  /** The next complete record; null when the chunk is drained. */
  next(): TlsRecord | null {
    const record = this.#read();
    if (record === null && this.#beyondLimit) throw overLimit('wire-bytes', this.#limits.wireBytes);
    return record;
  }

  #read(): TlsRecord | null {
    if (this.#guess !== null) return this.#collect(this.#guess);
    if (this.#fragment === null) {
      this.#headerFilled += this.#copyInto(this.#header, this.#headerFilled);
      this.#checkStart();
      if (this.#guess !== null) return this.#collect(this.#guess);
      if (this.#headerFilled < RECORD_HEADER_BYTES) return null;
      const length = this.#fragmentLength();
      if (this.#chunk.length - this.#position >= length) {
        this.#position += length;
        return this.#complete(this.#chunk.subarray(this.#position - length, this.#position));
      }
      this.#fragment = new Uint8Array(length);
      this.#fragmentFilled = 0;
    }
    this.#fragmentFilled += this.#copyInto(this.#fragment, this.#fragmentFilled);
    return this.#fragmentFilled < this.#fragment.length ? null : this.#complete(this.#fragment);
  }

  #complete(fragment: Uint8Array): TlsRecord {
    const header = this.#header;
    this.#header = new Uint8Array(RECORD_HEADER_BYTES);
    this.#headerFilled = 0;
    this.#fragment = null;
    this.#records++;
    if (this.#records > this.#limits.records) throw overLimit('records', this.#limits.records);
    return { type: header[0] ?? 0, header, fragment };
  }

  /** The first record says whether this is TLS at all; a later one that does not look like TLS is malformed. */
  #checkStart(): void {
    const [type, major] = this.#header;
    const bad =
      this.#headerFilled > 0 && !isContentType(type)
        ? 'content_type'
        : this.#headerFilled > 1 && major !== 3
          ? 'legacy_record_version'
          : null;
    if (bad === null) return;
    if (this.#records > 0) {
      const offset = this.#received - (this.#chunk.length - this.#position) - this.#headerFilled;
      throw malformed(`record/${bad}`, offset, `record ${this.#records + 1} begins like no record of TLS`);
    }
    this.#guess = new NotTlsGuess();
    this.#guess.add(this.#header.subarray(0, this.#headerFilled));
  }

  /** Refused before anything is buffered. */
  #fragmentLength(): number {
    const length = ((this.#header[3] ?? 0) << 8) | (this.#header[4] ?? 0);
    if (length > MAX_PLAINTEXT + MAX_EXPANSION) throw misbehaved('record-overflow', { length });
    return length;
  }

  #copyInto(target: Uint8Array, filled: number): number {
    const part = this.#chunk.subarray(this.#position, this.#position + target.length - filled);
    target.set(part, filled);
    this.#position += part.length;
    return part.length;
  }

  #collect(guess: NotTlsGuess): null {
    guess.add(this.#chunk.subarray(this.#position));
    this.#position = this.#chunk.length;
    const decided = guess.decided();
    if (decided !== null) throw notTlsFault(decided);
    return null;
  }
}

function isContentType(value: number | undefined): boolean {
  return value !== undefined && value >= CHANGE_CIPHER_SPEC && value <= HEARTBEAT;
}
