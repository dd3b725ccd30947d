/** Servers on loopback that behave as told, and count who came. */
import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';

export interface CountingServer {
  readonly port: number;
  /** TCP connections accepted so far. */
  readonly connections: number;
  stop(): Promise<void>;
}

/** @param serve told of every connection, with its number from 1 */
export async function startTcp(
  serve: (socket: Socket, number: number) => void,
  host = '127.0.0.1',
): Promise<CountingServer> {
  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true });
  let connections = 0;
  server.on('connection', (socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    serve(socket, connections);
  });
  return running(server, host, sockets, () => connections);
}

/** node:tls behind a counter of TCP connections. `refuse` decides by the connection's number which ones are reset. */
export async function startTls(
  options: TlsOptions,
  refuse: (number: number) => boolean = () => false,
): Promise<CountingServer> {
  const secure = createTlsServer(options, (socket) => socket.on('error', () => undefined));
  secure.on('tlsClientError', () => undefined);
  return startTcp((socket, number) => {
    if (refuse(number)) socket.resetAndDestroy();
    else secure.emit('connection', socket);
  });
}

async function running(
  server: Server,
  host: string,
  sockets: ReadonlySet<Socket>,
  connections: () => number,
): Promise<CountingServer> {
  server.listen(0, host);
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    port: address.port,
    get connections() {
      return connections();
    },
    async stop() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** A port of 127.0.0.1 where nothing listens. */
export async function closedPort(): Promise<number> {
  const server = await startTcp(() => undefined);
  await server.stop();
  return server.port;
}
