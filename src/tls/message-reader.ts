import { overLimit } from './fault.js';
import { maxMessageBytes, messageName } from './handshake-type.js';

const HEADER_BYTES = 4;

/** One handshake message (RFC 8446 §4). */
export interface HandshakeMessage {
  readonly type: number;
  readonly body: Uint8Array;
  /** Header and body, as they stand in the transcript. */
  readonly bytes: Uint8Array;
}

/**
 * Puts handshake messages together out of record fragments. A message within one fragment is a view of it; one that is
 * spread over several is copied once, into a buffer of its declared length, which its header's check has bounded.
 */
export class MessageReader {
  readonly #limit: number;
  #fragment: Uint8Array = new Uint8Array();
  #position = 0;
  #total = 0;
  readonly #header = new Uint8Array(HEADER_BYTES);
  #headerFilled = 0;
  #message: Uint8Array | null = null;
  #messageFilled = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** A message has begun and is not complete, or bytes of the fragment are not read yet. */
  get pending(): boolean {
    return this.#headerFilled > 0 || this.#position < this.#fragment.length;
  }

  /** What there is of the message that is not complete: its type and the first bytes of its body. */
  get partial(): { readonly type: number; readonly body: Uint8Array } | null {
    if (this.#message === null) return null;
    return { type: this.#message[0] ?? 0, body: this.#message.subarray(HEADER_BYTES, this.#messageFilled) };
  }

  /** A fragment: call `next()` until it returns null before giving another one. */
  receive(fragment: Uint8Array): void {
    this.#fragment = fragment;
    this.#position = 0;
  }

  /** The next complete message; null when the fragment is drained. A message's type is checked by who takes it. */
  next(): HandshakeMessage | null {
    if (this.#message === null) {
      const start = this.#position;
      const whole = this.#headerFilled === 0;
      this.#headerFilled += this.#copyInto(this.#header, this.#headerFilled);
      if (this.#headerFilled < HEADER_BYTES) return null;
      const length = HEADER_BYTES + this.#bodyLength();
      if (whole && this.#fragment.length - start >= length) {
        this.#position = start + length;
        return this.#complete(this.#fragment.subarray(start, this.#position));
      }
      this.#message = new Uint8Array(length);
      this.#message.set(this.#header);
      this.#messageFilled = HEADER_BYTES;
    }
    this.#messageFilled += this.#copyInto(this.#message, this.#messageFilled);
    return this.#messageFilled < this.#message.length ? null : this.#complete(this.#message);
  }

  #complete(bytes: Uint8Array): HandshakeMessage {
    this.#headerFilled = 0;
    this.#message = null;
    return { type: bytes[0] ?? 0, body: bytes.subarray(HEADER_BYTES), bytes };
  }

  /** Whatever is too long is refused here, on the header, before anything is allocated for it. */
  #bodyLength(): number {
    const [type = 0, high = 0, middle = 0, low = 0] = this.#header;
    const length = (high << 16) | (middle << 8) | low;
    const limit = maxMessageBytes(type);
    if (length > limit) throw overLimit('message-length', limit, { message: messageName(type), length });
    this.#total += HEADER_BYTES + length;
    if (this.#total > this.#limit)
      throw overLimit('handshake-bytes', this.#limit, { message: messageName(type), length });
    return length;
  }

  #copyInto(target: Uint8Array, filled: number): number {
    const part = this.#fragment.subarray(this.#position, this.#position + target.length - filled);
    target.set(part, filled);
    this.#position += part.length;
    return part.length;
  }
}
