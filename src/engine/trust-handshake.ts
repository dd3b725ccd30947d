import type { Socket } from 'node:net';
import { connect as connectTls, type DetailedPeerCertificate, type SecureContext, type TLSSocket } from 'node:tls';
import type { Endpoint } from '../model/target.js';
import type { Cancellation } from './cancellation.js';
import type { Slot } from './limits.js';
import type { Preamble } from './starttls/preamble.js';
import { preambleFor } from './starttls/preamble-for.js';
import { Wire } from './wire.js';

/** A finished handshake, as OpenSSL saw it; or why there was none. */
export type TrustHandshake =
  | {
      readonly kind: 'finished';
      /** OpenSSL's code; null: it found a path to an anchor and nothing at fault. */
      readonly error: string | null;
      /** DER: the end-entity and the issuers that OpenSSL linked it to, anchors included. */
      readonly path: readonly Uint8Array[];
    }
  | {
      readonly kind: 'failed';
      /** `client-certificate-required`, `timed-out`, `closed`, `reset`, `refused`, `aborted` …, or OpenSSL's code. */
      readonly reason: string;
    }
  | { readonly kind: 'exhausted' };

export interface TrustIo {
  readonly context: SecureContext;
  readonly timeoutMs: number;
  readonly cancellation: Cancellation;
}

/** A server's first flight with a certificate is never this short; a refusal always is. Bytes. */
const SHORTEST_FLIGHT = 256;
/** Alerts after our empty Certificate message (RFC 5246 §7.4.6, RFC 8446 §4.4.2.4). */
const WANTS_CERTIFICATE = /CERTIFICATE_REQUIRED|HANDSHAKE_FAILURE|BAD_CERTIFICATE|CERTIFICATE_UNKNOWN|ACCESS_DENIED/;

/** Asks for `serverName` (null: without a name) with node:tls over the same path, and lets the handshake finish. Never rejects. */
export function shakeHands(
  endpoint: Endpoint,
  serverName: string | null,
  io: TrustIo,
  slot: Slot,
): Promise<TrustHandshake> {
  return new Promise((resolve) => new Shaking(endpoint, serverName, io, slot, resolve));
}

class Shaking {
  readonly #io: TrustIo;
  readonly #serverName: string | null;
  readonly #resolve: (handshake: TrustHandshake) => void;
  readonly #preamble: Preamble | null;
  readonly #wire: Wire;

  constructor(
    endpoint: Endpoint,
    serverName: string | null,
    io: TrustIo,
    slot: Slot,
    resolve: (handshake: TrustHandshake) => void,
  ) {
    this.#io = io;
    this.#serverName = serverName;
    this.#resolve = resolve;
    this.#preamble = preambleFor(endpoint);
    const { timeoutMs, cancellation } = io;
    this.#wire = new Wire(
      endpoint,
      { timeoutMs, cancellation, slot },
      {
        connected: () => {
          if (this.#preamble === null) this.#secureWire();
          else this.#send(this.#preamble.start());
        },
        received: (bytes) => this.#preambleReceived(bytes),
        failed: ({ reason }) =>
          this.#finish(reason === 'exhausted' ? { kind: 'exhausted' } : { kind: 'failed', reason }),
        ended: (reason) => this.#finish({ kind: 'failed', reason }),
      },
    );
  }

  #preambleReceived(bytes: Uint8Array): void {
    const step = this.#preamble?.receive(bytes) ?? { kind: 'ready', send: null };
    if (step.kind === 'failed') this.#finish({ kind: 'failed', reason: `${step.outcome}-${step.reason}` });
    else {
      this.#send(step.send);
      if (step.kind === 'ready') this.#secureWire();
    }
  }

  #send(bytes: Uint8Array | null): void {
    if (bytes !== null) this.#wire.write(bytes);
  }

  #secureWire(): void {
    const socket = this.#wire.handOver((how) => this.#finish({ kind: 'failed', reason: how }));
    const secure = connectTls({
      socket,
      secureContext: this.#io.context,
      rejectUnauthorized: false,
      checkServerIdentity: () => undefined,
      ...(this.#serverName === null ? {} : { servername: this.#serverName }),
    });
    secure.on('secureConnect', () =>
      this.#finish({ kind: 'finished', error: verifyError(secure), path: presentedPath(secure) }),
    );
    secure.on('error', (error) => this.#finish({ kind: 'failed', reason: failureReason(error, socket) }));
    secure.on('close', () => this.#finish({ kind: 'failed', reason: 'closed' }));
  }

  #finish(handshake: TrustHandshake): void {
    // Destroying the socket under a TLSSocket from within its own callback crashes Node 20 (a fault in native code).
    setImmediate(() => {
      this.#wire.close();
    });
    this.#resolve(handshake);
  }
}

function verifyError(secure: TLSSocket): string | null {
  if (secure.authorized) return null;
  // The types say Error; what is there is OpenSSL's code.
  const error: unknown = secure.authorizationError;
  return error instanceof Error ? error.message : String(error);
}

/** The X509 variant of this call leaks on Node 20. A self-issued certificate is its own issuer here: the walk ends there. */
function presentedPath(secure: TLSSocket): readonly Uint8Array[] {
  const path: Uint8Array[] = [];
  let current: DetailedPeerCertificate | undefined = secure.getPeerCertificate(true);
  const seen = new Set<DetailedPeerCertificate>();
  while (current?.raw !== undefined && !seen.has(current)) {
    seen.add(current);
    path.push(current.raw);
    current = current.issuerCertificate;
  }
  return path;
}

function failureReason(error: Error, socket: Socket): string {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (WANTS_CERTIFICATE.test(code) && socket.bytesRead >= SHORTEST_FLIGHT) return 'client-certificate-required';
  if (code === 'ECONNRESET' || code === 'EPIPE') {
    // Node says ECONNRESET for a peer that closed in order, too.
    return 'syscall' in error ? 'reset' : 'closed';
  }
  if (code.startsWith('ERR_SSL_')) return code;
  return code === '' ? 'handshake-failed' : code;
}
