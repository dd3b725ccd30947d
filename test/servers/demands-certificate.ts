import type { Liar } from './liar.js';
import { alert, HANDSHAKE, handshake, honestFlight, join, record, u8, u16, vector } from './wire.js';

export const demandsCertificate: Liar = {
  row: 43,
  does: 'demands a client certificate and refuses to go on without',
  answer: ({ socket, seen, credentials }) => {
    const flight = honestFlight(seen, credentials);
    const request = handshake(13, join(vector(1, u8(64)), vector(2, u16(0x0403)), vector(2)));
    socket.write(
      record(HANDSHAKE, join(flight.serverHello, flight.certificate, flight.serverKeyExchange, request, flight.done)),
    );
    socket.write(alert(2, 40));
  },
  expected: { outcome: 'served', reason: null, stage: 'possession', certificates: 1, possession: 'proved' },
};
