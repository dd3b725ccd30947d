import type { Alert } from '../model/observation.js';
import { readAlert } from './alert.js';
import { misbehaved, overLimit } from './fault.js';
import type { HandshakeLimits } from './limits.js';
import { type HandshakeMessage, MessageReader } from './message-reader.js';
import type { NotTls } from './not-tls.js';
import { ALERT, APPLICATION_DATA, CHANGE_CIPHER_SPEC, HANDSHAKE, MAX_PLAINTEXT, type TlsRecord } from './record.js';
import type { RecordProtection } from './record-protection.js';
import { RecordReader } from './record-reader.js';

/** What comes out of the record layer. */
export type Arrival =
  | { readonly kind: 'message'; readonly message: HandshakeMessage }
  | { readonly kind: 'alert'; readonly alert: Alert }
  | { readonly kind: 'change-cipher-spec' };

/** One direction of a connection: bytes in, messages and alerts out, everything counted (RFC 8446 §5). */
export class Inbound {
  readonly #limits: HandshakeLimits;
  readonly #records: RecordReader;
  readonly #messages: MessageReader;
  #protection: RecordProtection | null = null;
  #emptyRecords = 0;
  #changeCipherSpecs = 0;
  #warningAlerts = 0;

  constructor(limits: HandshakeLimits) {
    this.#limits = limits;
    this.#records = new RecordReader(limits);
    this.#messages = new MessageReader(limits.handshakeBytes);
  }

  get received(): number {
    return this.#records.received;
  }

  get midRecord(): boolean {
    return this.#records.midRecord;
  }

  get undecided(): NotTls | null {
    return this.#records.undecided;
  }

  /** The handshake message that has begun and is not complete. */
  get partial(): { readonly type: number; readonly body: Uint8Array } | null {
    return this.#messages.partial;
  }

  /** A chunk: call `next()` until it returns null before giving another one. */
  receive(chunk: Uint8Array): void {
    this.#records.receive(chunk);
  }

  /** From here on the peer's records are protected. Keys change between messages only (RFC 8446 §5.1). */
  protect(protection: RecordProtection): void {
    if (this.#messages.pending) throw misbehaved('message-across-key-change');
    this.#protection = protection;
  }

  next(): Arrival | null {
    for (;;) {
      const message = this.#messages.next();
      if (message !== null) return { kind: 'message', message };
      const record = this.#records.next();
      if (record === null) return null;
      const arrival = this.#open(record);
      if (arrival !== null) return arrival;
    }
  }

  #open(record: TlsRecord): Arrival | null {
    if (this.#protection === null || record.type !== APPLICATION_DATA) {
      if (record.fragment.length > MAX_PLAINTEXT) {
        throw misbehaved('record-overflow', { length: record.fragment.length });
      }
      if (this.#protection !== null && record.type === HANDSHAKE) throw misbehaved('unprotected-handshake-message');
      return this.#sort(record.type, record.fragment);
    }
    const { type, content } = this.#protection.open(record);
    if (type === CHANGE_CIPHER_SPEC) throw misbehaved('protected-change-cipher-spec');
    return this.#sort(type, content);
  }

  #sort(type: number, content: Uint8Array): Arrival | null {
    if (type !== HANDSHAKE && type !== ALERT && this.#messages.pending) {
      throw misbehaved('interleaved-records', { contentType: type });
    }
    if (content.length === 0 && type !== ALERT) {
      if (++this.#emptyRecords > this.#limits.emptyRecords) throw overLimit('empty-records', this.#limits.emptyRecords);
      return null;
    }
    switch (type) {
      case HANDSHAKE:
        this.#messages.receive(content);
        return null;
      case ALERT:
        return { kind: 'alert', alert: this.#alert(content) };
      case CHANGE_CIPHER_SPEC:
        return this.#changeCipherSpec(content);
      default:
        throw misbehaved('unexpected-content-type', { contentType: type });
    }
  }

  #alert(content: Uint8Array): Alert {
    const alert = readAlert(content);
    if (alert.level === 'warning' && ++this.#warningAlerts > this.#limits.warningAlerts) {
      throw overLimit('warning-alerts', this.#limits.warningAlerts);
    }
    return alert;
  }

  /** `enum { change_cipher_spec(1) }` (RFC 5246 §7.1). */
  #changeCipherSpec(content: Uint8Array): Arrival {
    if (content.length !== 1 || content[0] !== 1) throw misbehaved('change-cipher-spec-content');
    if (++this.#changeCipherSpecs > this.#limits.changeCipherSpecs) {
      throw overLimit('change-cipher-spec', this.#limits.changeCipherSpecs);
    }
    return { kind: 'change-cipher-spec' };
  }
}
