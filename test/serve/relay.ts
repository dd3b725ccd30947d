/** Hands connections on to another port of this machine; silent on demand. Ends with the test. */
import { connect, createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

export interface Relay {
  readonly port: number;
  /** From now on connections are taken, and nothing is said. */
  fallSilent(): void;
  /** Connections that are taken and kept waiting. */
  readonly waiting: ReadonlySet<Socket>;
}

export async function startRelay(toPort: number): Promise<Relay> {
  let silent = false;
  const all = new Set<Socket>();
  const waiting = new Set<Socket>();
  const keep = (socket: Socket): void => {
    all.add(socket);
    socket.on('error', () => socket.destroy());
    socket.once('close', () => all.delete(socket));
  };
  const server = createServer((socket) => {
    keep(socket);
    if (silent) {
      waiting.add(socket);
      socket.once('close', () => waiting.delete(socket));
      return;
    }
    const onward = connect({ host: '127.0.0.1', port: toPort });
    keep(onward);
    socket.pipe(onward).pipe(socket);
    onward.once('close', () => socket.destroy());
    socket.once('close', () => onward.destroy());
  });
  onTestFinished(() => {
    for (const socket of all) socket.destroy();
    server.close();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    fallSilent: () => {
      silent = true;
    },
    waiting,
  };
}
