/** One raw handshake of ours to a real server, without the engine: what `tls/` reads off the wire. */
import { createHash, randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import type { Hello } from '../../src/model/hello.js';
import { ClientHandshake, type HandshakeResult } from '../../src/tls/client-handshake.js';
import { makeKeyShares } from '../../src/tls/key-share.js';

export interface Heard extends HandshakeResult {
  /** SHA-256, lower-case hex, in wire order. */
  readonly certificates: readonly string[];
  /** `fatal unrecognized_name`, `warning unrecognized_name` …: the words of test/support/openssl.ts. */
  readonly alerts: readonly string[];
}

export function ask(place: { readonly address: string; readonly port: number }, hello: Hello): Promise<Heard> {
  const handshake = new ClientHandshake({
    hello,
    random: randomBytes(32),
    sessionId: randomBytes(32),
    keyShares: makeKeyShares(),
    prove: true,
  });
  return new Promise((resolve, reject) => {
    const guarded = (step: () => void) => (): void => {
      try {
        step();
      } catch (error) {
        socket.destroy();
        reject(error);
      }
    };
    const socket = connect({ host: place.address, port: place.port });
    const finish = (how: Parameters<ClientHandshake['end']>[0]): void => {
      handshake.end(how);
      socket.destroy();
      const result = handshake.result();
      const alerts = [...result.warningAlerts, ...(result.alert === null ? [] : [result.alert])];
      resolve({
        ...result,
        certificates: result.certificateList.map((der) => createHash('sha256').update(der).digest('hex')),
        alerts: alerts.map(({ level, description }) => `${level} ${description}`),
      });
    };
    socket.setTimeout(
      20_000,
      guarded(() => finish('timed-out')),
    );
    socket.once(
      'connect',
      guarded(() => socket.write(handshake.start())),
    );
    socket.on('data', (bytes) =>
      guarded(() => {
        const { send, done } = handshake.receive(bytes);
        if (send !== null) socket.write(send);
        if (done) finish('aborted');
      })(),
    );
    socket.once(
      'end',
      guarded(() => finish('closed')),
    );
    socket.once(
      'error',
      guarded(() => finish('reset')),
    );
  });
}
