import { createHash, type Hash } from 'node:crypto';
import { MESSAGE_HASH } from './handshake-type.js';
import type { ScheduleHash } from './key-schedule.js';
import { write } from './writer.js';

/** The transcript hash (RFC 8446 §4.4.1): each message is hashed once, as it comes. */
export class Transcript {
  readonly algorithm: ScheduleHash;
  readonly #hash: Hash;

  constructor(algorithm: ScheduleHash) {
    this.algorithm = algorithm;
    this.#hash = createHash(algorithm);
  }

  /** A handshake message, its header included. */
  add(message: Uint8Array): this {
    this.#hash.update(message);
    return this;
  }

  /** The hash of what has been added so far. */
  digest(): Uint8Array {
    return this.#hash.copy().digest();
  }

  /** Where a HelloRetryRequest takes the first hello's place: `message_hash`. */
  static afterRetry(algorithm: ScheduleHash, firstHello: Uint8Array): Transcript {
    const digest = createHash(algorithm).update(firstHello).digest();
    return new Transcript(algorithm).add(write((w) => w.u8(MESSAGE_HASH).vector(3, () => w.bytes(digest))));
  }
}
