import type { Liar } from './liar.js';
import { HANDSHAKE, handshake, join, record, serverHello, u8, u24, vector } from './wire.js';

export const entryPastTheEnd: Liar = {
  row: 46,
  does: 'sends a list whose second certificate is longer than the message',
  answer: ({ socket, credentials }) => {
    const [der = new Uint8Array()] = credentials.list;
    const list = join(vector(3, der), u24(5000), u8(0x30));
    socket.write(record(HANDSHAKE, join(serverHello(), handshake(11, vector(3, list)))));
  },
  expected: { outcome: 'malformed', reason: 'Certificate/certificate_list[1]', stage: 'server-hello', certificates: 1 },
};
