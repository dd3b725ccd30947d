import type { Liar } from './liar.js';
import { APPLICATION_DATA, HANDSHAKE, honestFlight, join, record, u8 } from './wire.js';

export const interleavedAlert: Liar = {
  row: 15,
  does: 'puts another content type between the fragments of a message',
  answer: ({ socket, seen, credentials }) => {
    const { serverHello: hello } = honestFlight(seen, credentials);
    const fragments = [hello.subarray(0, 20), hello.subarray(20)] as const;
    socket.write(
      join(record(HANDSHAKE, fragments[0]), record(APPLICATION_DATA, u8(0)), record(HANDSHAKE, fragments[1])),
    );
  },
  expected: { outcome: 'misbehaved', reason: 'interleaved-records', stage: 'client-hello' },
};
