import type { KeyObject } from 'node:crypto';
import type { Server as HttpServer } from 'node:http';
import type { Socket } from 'node:net';
import type { Offer } from './offer.js';
import { alertRecord } from './records.js';
import { serveTls12 } from './scripted-tls12.js';
import { serveTls13 } from './scripted-tls13.js';

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

const HANDSHAKE_FAILURE = 40;

/** Sends the flight; a hello that leaves nothing in common is refused with alert 40. */
export function serveScripted(socket: Socket, flight: ScriptedFlight): void {
  const began = flight.version === 'TLSv1.3' ? serveTls13(socket, flight) : serveTls12(socket, flight);
  if (!began) socket.end(alertRecord('fatal', HANDSHAKE_FAILURE));
}
