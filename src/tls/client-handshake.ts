// An instrument, not a TLS library: one hello out, one flight in, the server's possession of its key proved, no further.
import type { Hello } from '../model/hello.js';
import { type ClientHelloFields, writeClientHello } from './client-hello.js';
import type { HandshakeResult } from './evidence.js';
import { layOut, layOutAgain } from './hello-layout.js';
import type { KeyShares } from './key-share.js';
import { DEFAULT_LIMITS, type HandshakeLimits } from './limits.js';
import { CHANGE_CIPHER_SPEC, HANDSHAKE, writeRecords } from './record.js';
import { type SentHello, sentHello } from './sent-hello.js';
import { ServerFlight, type TransportEnd } from './server-flight.js';
import type { HelloRetryRequest } from './server-hello.js';
import { TLS10, TLS12 } from './versions.js';

export type { HandshakeResult } from './evidence.js';

export interface ClientHandshakeOptions {
  readonly hello: Hello;
  /** 32 bytes, fresh for every connection: a recorded flight must not prove possession. */
  readonly random: Uint8Array;
  /** 32 bytes, fresh for every connection. */
  readonly sessionId: Uint8Array;
  readonly keyShares: KeyShares;
  /** False: stop at Certificate. */
  readonly prove: boolean;
  readonly limits?: HandshakeLimits;
}

/**
 * A TLS client up to the proof of possession, without a socket: bytes in, bytes out. What a peer does wrong is the
 * result's outcome; nothing is thrown for it.
 *
 * @example
 * const handshake = new ClientHandshake({ hello, random, sessionId, keyShares, prove: true });
 * socket.write(handshake.start());
 * socket.on('data', (bytes) => {
 *   const { send, done } = handshake.receive(bytes);
 *   if (send !== null) socket.write(send);
 *   if (done) socket.resetAndDestroy();
 * });
 * socket.on('end', () => handshake.end('closed'));
 */
export class ClientHandshake {
  readonly #keyShares: KeyShares;
  readonly #first: ClientHelloFields;
  readonly #sent: SentHello;
  readonly #flight: ServerFlight;
  #outgoing: Uint8Array | null = null;

  constructor(options: ClientHandshakeOptions) {
    this.#keyShares = options.keyShares;
    this.#first = layOut(options.hello, options);
    this.#sent = sentHello(writeClientHello(this.#first));
    this.#flight = new ServerFlight({
      client: {
        sent: this.#sent,
        keyShares: options.keyShares,
        psk: null,
        answerRetry: (retry) => this.#answerRetry(retry),
      },
      prove: options.prove,
      limits: options.limits ?? DEFAULT_LIMITS,
    });
  }

  /** The bytes to write first. */
  start(): Uint8Array {
    // RFC 8446 §5.1: 0x0301, for servers and middleboxes that look at nothing else.
    return writeRecords(HANDSHAKE, TLS10, this.#sent.message);
  }

  /** Bytes that arrived; what to write in reply, and whether the observation is complete. */
  receive(bytes: Uint8Array): { readonly send: Uint8Array | null; readonly done: boolean } {
    this.#flight.receive(bytes);
    const send = this.#outgoing;
    this.#outgoing = null;
    return { send, done: this.#flight.done };
  }

  /** The transport ended. No effect once done. */
  end(how: TransportEnd): void {
    this.#flight.end(how);
  }

  /** What came of it. Only once done, or after `end`. */
  result(): HandshakeResult {
    return this.#flight.result();
  }

  /** RFC 8446 §4.1.2, and §D.4 for the ChangeCipherSpec before it. */
  #answerRetry(retry: HelloRetryRequest): SentHello {
    const message = writeClientHello(layOutAgain(this.#first, retry, this.#keyShares));
    this.#outgoing = Buffer.concat([
      writeRecords(CHANGE_CIPHER_SPEC, TLS12, Uint8Array.of(1)),
      writeRecords(HANDSHAKE, TLS12, message),
    ]);
    return sentHello(message);
  }
}
