import { createServer, type Server, type Socket } from 'node:net';
import { canonicalAddress } from '../bindings/address.js';
import { listensAt } from '../bindings/select.js';
import type { ConnectTo } from '../model/target.js';
import { wallClock } from './ambient.js';
import { type IssuedLabCertificate, issueEstate } from './certificates.js';
import type { Estate, LabAddress, LabMachine, LabTarget } from './estate.js';
import { MachineServer, type ServedConnection } from './machine-server.js';

/** A target of the running lab, ready for the command line. */
export interface RunningTarget extends LabTarget {
  /** In the TARGET grammar: `shop.example@203.0.113.10,[2001:db8::10]`. */
  readonly target: string;
  /** SHA-256 of the certificate that should be served, lower-case hex; null: nothing but the name is expected. */
  readonly expectedFingerprint: string | null;
}

/** An estate that is being served. */
export interface RunningLab {
  readonly targets: readonly RunningTarget[];
  /** Logical address and port → where it listens on loopback. */
  readonly connectTo: readonly ConnectTo[];
  /** The same as `--connect-to` takes them: `203.0.113.10:443:127.0.0.1:40001`. */
  readonly connectToRules: readonly string[];
  /** The estate's root. */
  readonly caPem: string;
  readonly caDer: Uint8Array;
  /** By the estate's words. */
  readonly certificates: ReadonlyMap<string, IssuedLabCertificate>;
  /** Closes every socket; nothing is left running. */
  stop(): Promise<void>;
}

export interface LabOptions {
  /** The loopback address to listen on; default 127.0.0.1. */
  readonly host?: string;
  readonly clock?: () => Date;
  /** Told of every connection once its reply is chosen. */
  readonly onConnection?: (connection: ServedConnection) => void;
}

/** Issues the certificates and listens on a free port for each logical address. */
export async function startLab(estate: Estate, options: LabOptions = {}): Promise<RunningLab> {
  const host = options.host ?? '127.0.0.1';
  const certificates = await issueEstate(estate, (options.clock ?? wallClock)());
  const machines = new Map(
    Object.entries(estate.machines).map(([name, machine]) => [
      name,
      new MachineServer(name, machine, certificates, options.onConnection ?? (() => {})),
    ]),
  );
  const listeners = await Promise.all(
    estate.addresses.map(async (address) => ({
      address,
      ...(await listenFor(address, estate.machines, machines, host)),
    })),
  );
  return {
    targets: estate.targets.map((target) => running(target, certificates.byWord)),
    connectTo: listeners.map(({ address, port }) => ({
      host: canonicalAddress(address.address),
      port: address.port,
      toHost: host,
      toPort: port,
    })),
    connectToRules: listeners.map(
      ({ address, port }) => `${bracketed(address.address)}:${address.port}:${bracketed(host)}:${port}`,
    ),
    caPem: certificates.caPem,
    caDer: certificates.caDer,
    certificates: certificates.byWord,
    stop: async () => {
      const closing = listeners.flatMap(({ server }) => (server === null ? [] : [closed(server)]));
      for (const machine of machines.values()) machine.stop();
      await Promise.all(closing);
    },
  };
}

interface Listening {
  readonly port: number;
  /** null: nothing listens there. */
  readonly server: Server | null;
}

/** tcpmux (RFC 1078): nobody listens there, and no other program is ever given it as a free port. */
const CLOSED_PORT = 1;

async function listenFor(
  address: LabAddress,
  estateMachines: Readonly<Record<string, LabMachine>>,
  machines: ReadonlyMap<string, MachineServer>,
  host: string,
): Promise<Listening> {
  const local = address.localAddress ?? address.address;
  const serving = address.machines.flatMap((name) => {
    const table = estateMachines[name]?.table;
    const machine = machines.get(name);
    return machine === undefined || table === undefined || !listensAt(table, local) ? [] : [machine];
  });
  if (serving.length === 0) return { port: CLOSED_PORT, server: null };
  let turn = 0;
  const server = createServer({ pauseOnConnect: false }, (socket: Socket) => {
    const machine = serving[turn % serving.length];
    turn += 1;
    if (machine === undefined) socket.destroy();
    else
      machine.accept(socket, { localAddress: canonicalAddress(local), port: address.port, address: address.address });
  });
  return { port: await listening(server, host), server };
}

function listening(server: Server, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, host, () => {
      const address = server.address();
      resolve(address !== null && typeof address === 'object' ? address.port : 0);
    });
  });
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}

function running(target: LabTarget, certificates: ReadonlyMap<string, IssuedLabCertificate>): RunningTarget {
  const port = target.port === 443 ? '' : `:${target.port}`;
  return {
    ...target,
    target: `${target.name}${port}@${target.addresses.map(bracketed).join(',')}`,
    expectedFingerprint: target.expected === null ? null : (certificates.get(target.expected)?.sha256 ?? null),
  };
}

function bracketed(address: string): string {
  return address.includes(':') ? `[${address}]` : address;
}
