import dgram from 'node:dgram';
import { lookup, Resolver } from 'node:dns';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { isLoopback, takeStrays } from './loopback-only.js';

describe('loopback only', () => {
  it.each(['127.0.0.1', '127.9.8.7', '::1', 'localhost', '::ffff:127.0.0.1', '[::1]'])('%s is loopback', (host) => {
    expect(isLoopback(host)).toBe(true);
  });

  it.each(['192.0.2.1', '8.8.8.8', '2001:db8::1', 'example.com', '128.0.0.1', '0.0.0.0', '::ffff:8.8.8.8'])(
    '%s is not',
    (host) => {
      expect(isLoopback(host)).toBe(false);
    },
  );

  it('lets a connection to this machine pass', async () => {
    const server = createServer((socket) => socket.end('hello')).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    const socket = connect(address.port, '127.0.0.1');
    const [data] = await once(socket, 'data');
    expect(String(data)).toBe('hello');
    server.close();
    expect(takeStrays()).toEqual([]);
  });

  it('stops and records a connection elsewhere', async () => {
    const socket = connect({ host: '192.0.2.1', port: 443 });
    const [error] = await once(socket, 'error').catch((reason: unknown) => [reason]);
    expect(String(error)).toContain('only use loopback');
    expect(takeStrays()).toEqual(['connection to 192.0.2.1']);
  });

  it('stops and records questions to resolvers elsewhere', async () => {
    const resolver = new Resolver();
    resolver.setServers(['192.0.2.53']);
    expect(() => resolver.resolve4('example.com', () => undefined)).toThrow('only use loopback');
    const error = await new Promise((resolve) => lookup('example.com', (failure) => resolve(failure)));
    expect(String(error)).toContain('only use loopback');
    const socket = dgram.createSocket('udp4');
    expect(() => socket.send('x', 53, '192.0.2.53')).toThrow('only use loopback');
    socket.close();
    expect(takeStrays()).toHaveLength(3);
  });
});
