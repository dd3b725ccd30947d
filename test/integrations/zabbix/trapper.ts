/** Servers on loopback in Zabbix's place: one that knows some items, and ones that answer whatever a test wants. */
import { createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import type { ZabbixPlace, ZabbixValue } from '../../../src/integrations/zabbix/sender.js';

/** Calls back with each whole request. The server ends with the test. */
export async function serveRaw(
  onRequest: (socket: Socket, text: string) => void,
  on: { readonly port?: number } = {},
): Promise<ZabbixPlace & { readonly stop: () => Promise<void> }> {
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => open.delete(socket));
    let bytes = Buffer.alloc(0);
    socket.on('data', (chunk: Buffer) => {
      bytes = Buffer.concat([bytes, chunk]);
      if (bytes.length < 13 || bytes.length < 13 + bytes.readUInt32LE(5)) return;
      if (bytes.toString('latin1', 0, 5) !== 'ZBXD\u0001') socket.destroy();
      else onRequest(socket, bytes.toString('utf8', 13));
    });
  });
  await new Promise<void>((resolve) => server.listen(on.port ?? 0, '127.0.0.1', resolve));
  const stop = async (): Promise<void> => {
    for (const socket of open) socket.destroy();
    if (server.listening) await new Promise<void>((resolve) => server.close(() => resolve()));
  };
  onTestFinished(stop);
  const address = server.address();
  return { host: '127.0.0.1', port: typeof address === 'object' && address !== null ? address.port : 0, stop };
}

/** A message of the sender protocol. */
export function message(text: string, over: { readonly flags?: number; readonly length?: number } = {}): Buffer {
  const body = Buffer.from(text);
  const header = Buffer.from('ZBXD\u0001\0\0\0\0\0\0\0\0', 'latin1');
  header[4] = over.flags ?? 1;
  header.writeUInt32LE(over.length ?? body.length, 5);
  return Buffer.concat([header, body]);
}

export const success = (taken: number, refused: number): string =>
  JSON.stringify({
    response: 'success',
    info: `processed: ${taken}; failed: ${refused}; total: ${taken + refused}; seconds spent: 0.000063`,
  });

export interface Trapper extends ZabbixPlace {
  /** Keys that have an item; `null`: every key has one. */
  items: Set<string> | null;
  /** What was taken, in order; without what came twice with one time, as Zabbix's history keeps it. */
  readonly taken: ZabbixValue[];
  /** Keys of each request, whatever became of them. */
  readonly requests: (readonly string[])[];
  readonly stop: () => Promise<void>;
}

/** Takes what has an item, as Zabbix does. */
export async function startTrapper(items: Set<string> | null, port?: number): Promise<Trapper> {
  const taken: ZabbixValue[] = [];
  const requests: (readonly string[])[] = [];
  const place = await serveRaw(
    (socket, text) => {
      const values: readonly ZabbixValue[] = JSON.parse(text).data;
      requests.push(values.map(({ key }) => key));
      const fit = values.filter(({ key }) => trapper.items === null || trapper.items.has(key));
      for (const value of fit) {
        const isThere = taken.some(
          (each) => value.clock !== undefined && JSON.stringify(each) === JSON.stringify(value),
        );
        if (!isThere) taken.push(value);
      }
      socket.end(message(success(fit.length, values.length - fit.length)));
    },
    port === undefined ? {} : { port },
  );
  const trapper: Trapper = { ...place, items, taken, requests };
  return trapper;
}
