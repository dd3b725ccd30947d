import { type ClientHello, readClientHello } from './client-hello.js';
import { PeerFault } from './fault.js';
import { CLIENT_HELLO, unexpectedMessage } from './handshake-type.js';
import { Inbound } from './inbound.js';
import { DEFAULT_LIMITS, type HandshakeLimits } from './limits.js';

/** What has come of a client's first bytes. */
export type ClientHelloReading =
  | { readonly kind: 'incomplete' }
  | {
      readonly kind: 'hello';
      readonly hello: ClientHello;
      /** The handshake message, its header included: what transcripts hash. */
      readonly message: Uint8Array;
    }
  | { readonly kind: 'fault'; readonly fault: PeerFault };

const INCOMPLETE: ClientHelloReading = { kind: 'incomplete' };

/**
 * Reads the ClientHello at the beginning of a connection, however it is cut into chunks and records. Never throws for
 * what a client sends; what follows the hello is not looked at.
 */
export class ClientHelloReader {
  readonly #records: Inbound;
  #reading: ClientHelloReading = INCOMPLETE;

  constructor(limits: HandshakeLimits = DEFAULT_LIMITS) {
    this.#records = new Inbound(limits);
  }

  receive(bytes: Uint8Array): ClientHelloReading {
    if (this.#reading.kind === 'incomplete') this.#reading = this.#read(bytes);
    return this.#reading;
  }

  #read(bytes: Uint8Array): ClientHelloReading {
    try {
      this.#records.receive(bytes);
      for (let arrival = this.#records.next(); arrival !== null; arrival = this.#records.next()) {
        if (arrival.kind === 'alert')
          return { kind: 'fault', fault: new PeerFault('refused', arrival.alert.description) };
        if (arrival.kind !== 'message') continue;
        if (arrival.message.type !== CLIENT_HELLO) throw unexpectedMessage(arrival.message.type, 'ClientHello');
        // A copy: the bytes may be a view of memory that is reused.
        const message = new Uint8Array(arrival.message.bytes);
        return { kind: 'hello', hello: readClientHello(message.subarray(4)), message };
      }
      return INCOMPLETE;
    } catch (fault) {
      if (!(fault instanceof PeerFault)) throw fault;
      return { kind: 'fault', fault };
    }
  }
}
