import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';

/** Below the range out of which the system gives ports to clients and to `listen(0)`, so nobody is given one by chance. */
const LOWEST = 10_240;
const HIGHEST = 32_000;

/** A port that is free now on every one of the addresses, for servers that must be told their port. */
export async function freePort(addresses: readonly string[] = ['127.0.0.1', '127.0.0.2', '::1']): Promise<number> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const port = randomInt(LOWEST, HIGHEST);
    const free = await Promise.all(addresses.map((address) => isFree(address, port)));
    if (free.every(Boolean)) return port;
  }
  throw new Error('no free port');
}

async function isFree(address: string, port: number): Promise<boolean> {
  const server = createServer();
  try {
    server.listen({ host: address, port, exclusive: true });
    await once(server, 'listening');
    server.close();
    await once(server, 'close');
    return true;
  } catch (error) {
    // Without IPv6 nobody can take the port there either.
    return isCode(error, 'EADDRNOTAVAIL') || isCode(error, 'EAFNOSUPPORT');
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
