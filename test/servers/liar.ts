/** What a peer that lies, stalls or babbles is, and how it is put on a port of its own. */
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import type { Outcome, Possession, Stage } from '../../src/model/observation.js';
import type { StartTlsProtocol } from '../../src/model/target.js';
import { type Credentials, makeCredentials, readHello, type SeenHello } from './wire.js';

/** One connection to a liar, after its ClientHello. */
export interface Visit {
  readonly socket: Socket;
  readonly seen: SeenHello;
  readonly credentials: Credentials;
  /** 1 for the first connection. */
  readonly connection: number;
}

export interface Liar {
  /** The row of facts/hostile.md. */
  readonly row: number;
  readonly does: string;
  /** Credentials made for this liar, where the ordinary ones will not do. */
  readonly credentials?: () => Credentials;
  /** Reached by this upgrade; then `greet` plays its part. */
  readonly starttls?: StartTlsProtocol;
  /** At once when a connection comes. */
  greet?(socket: Socket, connection: number): void;
  /** When the ClientHello has been read. */
  answer?(visit: Visit): void;
  readonly expected: Expected;
}

/** Stated by hand, out of facts/hostile.md and the design's sections 4 and 8. */
export interface Expected {
  readonly outcome: Outcome;
  readonly reason: string | null;
  readonly stage: Stage;
  /** How many certificates are kept; defaults to none. */
  readonly certificates?: number;
  readonly possession?: Possession;
  readonly possessionReason?: string | null;
  readonly detail?: Readonly<Record<string, unknown>>;
  readonly alert?: string;
  readonly warningAlerts?: readonly string[];
}

export interface RunningLiar {
  readonly port: number;
  readonly credentials: Credentials;
  connections(): number;
  stop(): Promise<void>;
}

export async function startLiar(liar: Liar, address = '127.0.0.1', port = 0): Promise<RunningLiar> {
  const credentials = liar.credentials?.() ?? makeCredentials();
  const sockets = new Set<Socket>();
  let connections = 0;
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    connections += 1;
    const connection = connections;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    // A peer that leaves is what these servers are for.
    socket.on('error', () => undefined);
    liar.greet?.(socket, connection);
    if (liar.answer === undefined || liar.starttls !== undefined) {
      socket.resume();
      return;
    }
    let bytes: Uint8Array = new Uint8Array();
    const read = (chunk: Uint8Array): void => {
      bytes = Buffer.concat([bytes, chunk]);
      const seen = readHello(bytes);
      if (seen === null) return;
      socket.off('data', read);
      socket.resume();
      liar.answer?.({ socket, seen, credentials, connection });
    };
    socket.on('data', read);
  });
  server.listen(port, address);
  await once(server, 'listening');
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new Error('no port');
  return {
    port: bound.port,
    credentials,
    connections: () => connections,
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
