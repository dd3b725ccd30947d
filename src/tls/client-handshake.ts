// An instrument, not a TLS library.
import { InternalError } from '../errors.js';
import type { Hello } from '../model/hello.js';
import type { Alert, Outcome, Possession, Reason, Stage } from '../model/observation.js';
import type { Detail } from './fault.js';
import type { KeyShares } from './key-share.js';
import type { HandshakeLimits } from './limits.js';

export interface HandshakeResult {
  readonly outcome: Outcome;
  readonly reason: Reason | null;
  readonly detail: Detail;
  readonly stage: Stage;
  readonly protocol: string | null;
  readonly cipherSuite: string | null;
  readonly group: string | null;
  readonly signatureScheme: string | null;
  readonly serverNameAcknowledged: boolean | null;
  readonly ocspStaple: boolean | null;
  readonly alert: Alert | null;
  readonly warningAlerts: readonly Alert[];
  /** DER, in wire order. */
  readonly certificateList: readonly Uint8Array[];
  readonly possession: Possession;
  readonly possessionReason: string | null;
}

export interface ClientHandshakeOptions {
  readonly hello: Hello;
  /** 32 bytes, fresh for every connection. */
  readonly random: Uint8Array;
  /** 32 bytes, fresh for every connection. */
  readonly sessionId: Uint8Array;
  readonly keyShares: KeyShares;
  /** False: stop at Certificate. */
  readonly prove: boolean;
  readonly limits?: HandshakeLimits;
}

export class ClientHandshake {
  constructor(_options: ClientHandshakeOptions) {}

  /** The bytes to write first. */
  start(): Uint8Array {
    throw new InternalError('not written yet');
  }

  /** Bytes that arrived; what to write in reply, and whether the observation is complete. */
  receive(_bytes: Uint8Array): { readonly send: Uint8Array | null; readonly done: boolean } {
    throw new InternalError('not written yet');
  }

  /** The transport ended. No effect once done. */
  end(_how: 'closed' | 'reset' | 'timed-out' | 'aborted'): void {
    throw new InternalError('not written yet');
  }

  result(): HandshakeResult {
    throw new InternalError('not written yet');
  }
}
