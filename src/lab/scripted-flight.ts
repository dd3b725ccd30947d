import type { KeyObject } from 'node:crypto';
import type { Server as HttpServer } from 'node:http';
import type { Offer } from './offer.js';

/**
 * A handshake of our own, for what node:tls servers cannot do: acknowledge a name, or sign with a key that does not belong
 * to the certificate. Where the signature verifies it can be finished, and HTTP is answered.
 */
export interface ScriptedFlight {
  readonly version: 'TLSv1.3' | 'TLSv1.2';
  readonly offer: Offer;
  readonly certificateList: readonly Uint8Array[];
  readonly privateKey: KeyObject;
  readonly acknowledged: boolean;
  readonly http: HttpServer;
}
