/**
 * Setup file of every test: a socket to an address that is not this machine's loopback fails the test, and so does a
 * question to a resolver elsewhere. What is recorded is thrown again after the test, because the code under test turns
 * a connection's failure into an outcome.
 */
import dgram from 'node:dgram';
import dns from 'node:dns';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';
import { afterEach } from 'vitest';

const loopback = new net.BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

/** Whether a socket to `host` stays on this machine; names other than localhost do not count. */
export function isLoopback(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, '').replace(/^::ffff:(?=\d+\.)/i, '');
  const family = net.isIP(bare);
  if (family === 0) return bare === 'localhost';
  return loopback.check(bare, family === 4 ? 'ipv4' : 'ipv6');
}

const strays: string[] = [];

/** What was stopped since the last call; a test that means it takes it away. */
export function takeStrays(): readonly string[] {
  return strays.splice(0);
}

function stray(what: string): Error {
  strays.push(what);
  return Object.assign(new Error(`a test may only use loopback: ${what}`), { code: 'ENETUNREACH' });
}

/** The host that `net.Socket.connect(...args)` would dial; null for a path of this machine. */
function dialledHost(args: readonly unknown[]): string | null {
  const first = Array.isArray(args[0]) ? args[0][0] : args[0];
  if (typeof first === 'object' && first !== null) {
    if ('path' in first && typeof first.path === 'string') return null;
    return 'host' in first && typeof first.host === 'string' ? first.host : 'localhost';
  }
  if (typeof first === 'string' && !/^\d+$/.test(first)) return null;
  return typeof args[1] === 'string' ? args[1] : 'localhost';
}

const connect = net.Socket.prototype.connect;
net.Socket.prototype.connect = new Proxy(connect, {
  apply(target, socket: net.Socket, args: Parameters<typeof connect>) {
    const host = dialledHost(args);
    if (host === null || isLoopback(host)) return Reflect.apply(target, socket, args);
    socket.destroy(stray(`connection to ${host}`));
    return socket;
  },
});

const send = dgram.Socket.prototype.send;
dgram.Socket.prototype.send = new Proxy(send, {
  apply(target, socket: dgram.Socket, args: Parameters<typeof send>) {
    const host = args.find((argument) => typeof argument === 'string' && net.isIP(argument) !== 0);
    if (typeof host === 'string' && !isLoopback(host)) throw stray(`datagram to ${host}`);
    return Reflect.apply(target, socket, args);
  },
});

type Lookup = typeof dns.lookup;
const lookup = dns.lookup;
function loopbackLookup(name: string, ...rest: unknown[]): void {
  const callback = rest.at(-1);
  if (net.isIP(name) !== 0 || name === 'localhost' || typeof callback !== 'function') {
    Reflect.apply(lookup, dns, [name, ...rest]);
    return;
  }
  const error = stray(`getaddrinfo for ${name}`);
  setImmediate(() => callback(error));
}
dns.lookup = Object.assign(loopbackLookup, { __promisify__: lookup.__promisify__ }) satisfies Lookup;

for (const prototype of [dns.Resolver.prototype, dns.promises.Resolver.prototype]) {
  for (const method of ['resolve', 'resolve4', 'resolve6', 'resolveCname', 'resolveMx', 'resolveSrv'] as const) {
    const original: unknown = Reflect.get(prototype, method);
    if (typeof original !== 'function') continue;
    const guarded = function (this: dns.Resolver, ...args: unknown[]): unknown {
      for (const server of this.getServers()) {
        const host = server.startsWith('[') ? server.slice(1, server.indexOf(']')) : server.replace(/:\d+$/, '');
        if (!isLoopback(net.isIP(server) === 6 ? server : host)) throw stray(`DNS question to ${server}`);
      }
      return Reflect.apply(original, this, args);
    };
    Reflect.set(prototype, method, guarded);
  }
}
syncBuiltinESMExports();

afterEach(() => {
  const seen = takeStrays();
  if (seen.length > 0) throw new Error(`a test may only use loopback: ${[...new Set(seen)].join(', ')}`);
});
