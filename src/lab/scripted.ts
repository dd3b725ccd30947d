import type { KeyObject } from 'node:crypto';
import type { Server as HttpServer } from 'node:http';
import type { Socket } from 'node:net';
import type { Offer } from './offer.js';

export interface ScriptedFlight {
  readonly version: 'TLSv1.3' | 'TLSv1.2';
  readonly offer: Offer;
  readonly certificateList: readonly Uint8Array[];
  readonly privateKey: KeyObject;
  readonly acknowledged: boolean;
  readonly http: HttpServer;
}

export function serveScripted(socket: Socket, _received: Buffer, _flight: ScriptedFlight): void {
  socket.destroy();
}
