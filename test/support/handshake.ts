/** One handshake of ours without a network: a hello, what a server answers to it, and how the transport ends. */
import type { Hello } from '../../src/model/hello.js';
import { ClientHandshake, type HandshakeResult } from '../../src/tls/client-handshake.js';
import { controlHello } from '../../src/tls/control-hello.js';
import { type KeyShares, makeKeyShares } from '../../src/tls/key-share.js';
import type { HandshakeLimits } from '../../src/tls/limits.js';
import type { SentHello } from '../../src/tls/sent-hello.js';
import type { TransportEnd } from '../../src/tls/server-flight.js';
import { concat } from './bytes.js';
import { helloIn } from './scripted-server.js';

export const CLIENT_RANDOM = Uint8Array.from({ length: 32 }, (_, i) => i);
export const SESSION_ID = Uint8Array.from({ length: 32 }, (_, i) => 0x80 + i);
export const CONTROL: Hello = controlHello('a.example', 'current');
export const TLS12_ONLY: Hello = controlHello('a.example', 'tls12');
export const LEGACY: Hello = { ...CONTROL, versions: ['TLSv1.1', 'TLSv1'] };

/** One set for a test process, as for a run. */
export const keyShares: KeyShares = makeKeyShares();

export interface Exchange {
  readonly hello?: Hello;
  readonly random?: Uint8Array;
  readonly prove?: boolean;
  readonly limits?: HandshakeLimits;
  /** How the transport ends when the answer was not enough; defaults to `closed`. */
  readonly end?: TransportEnd;
}

export interface Outcome extends HandshakeResult {
  /** Bytes of the answer that were taken before it was done. */
  readonly taken: number;
  /** What was sent after the hello. */
  readonly sent: readonly Uint8Array[];
}

/**
 * The server's answer: chunks made from the hello, one after the other until the client is done. `later` is what the client
 * wrote after its hello so far: a generator that has yielded a HelloRetryRequest finds the second hello there.
 */
export function exchange(
  answer: (sent: SentHello, later: () => Uint8Array) => Uint8Array | Iterable<Uint8Array>,
  options: Exchange = {},
): Outcome {
  const handshake = new ClientHandshake({
    hello: options.hello ?? CONTROL,
    random: options.random ?? CLIENT_RANDOM,
    sessionId: SESSION_ID,
    keyShares,
    prove: options.prove ?? true,
    ...(options.limits === undefined ? {} : { limits: options.limits }),
  });
  let taken = 0;
  const sent: Uint8Array[] = [];
  const bytes = answer(helloIn(handshake.start()), () => concat(...sent));
  for (const chunk of bytes instanceof Uint8Array ? [bytes] : bytes) {
    taken += chunk.length;
    const { send, done } = handshake.receive(chunk);
    if (send !== null) sent.push(send);
    if (done) break;
  }
  handshake.end(options.end ?? 'closed');
  return { ...handshake.result(), taken, sent };
}
