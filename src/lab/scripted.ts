import type { Socket } from 'node:net';
import { alertRecord } from './records.js';
import type { ScriptedFlight } from './scripted-flight.js';
import { serveTls12 } from './scripted-tls12.js';
import { serveTls13 } from './scripted-tls13.js';

const HANDSHAKE_FAILURE = 40;

/** Sends the flight; a hello that leaves nothing in common is refused with alert 40. */
export function serveScripted(socket: Socket, flight: ScriptedFlight): void {
  const began = flight.version === 'TLSv1.3' ? serveTls13(socket, flight) : serveTls12(socket, flight);
  if (!began) socket.end(alertRecord('fatal', HANDSHAKE_FAILURE));
}
