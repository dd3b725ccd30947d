import type { Evidence } from './evidence.js';
import type { Inbound } from './inbound.js';
import type { KeyShares } from './key-share.js';
import type { HandshakeMessage } from './message-reader.js';
import type { SentHello } from './sent-hello.js';
import type { HelloRetryRequest } from './server-hello.js';

/** What the steps of one flight share. */
export interface Flight {
  /** Null: the stream answers somebody else's hello, and is read as far as it is in the clear. */
  readonly client: FlightClient | null;
  /** False: nothing after Certificate is asked for. */
  readonly prove: boolean;
  readonly evidence: Evidence;
  readonly records: Inbound;
}

/** The client whose hello is answered. */
export interface FlightClient {
  readonly sent: SentHello;
  readonly keyShares: KeyShares;
  /** Only the test with RFC 8448's resumed handshake has one. */
  readonly psk: Uint8Array | null;
  /** The second hello: what was sent in answer to a HelloRetryRequest. */
  answerRetry(retry: HelloRetryRequest): SentHello;
}

/** One state: what is awaited, and what a message makes of it. */
export interface Step {
  /** The message, for `detail.awaiting`. */
  readonly awaiting: string;
  /** The next step; null when nothing more is wanted. Throws `PeerFault`. */
  take(message: HandshakeMessage): Step | null;
}
