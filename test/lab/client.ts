import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { connect } from 'node:tls';
import type { RunningLab } from '../../src/lab/start-lab.js';

/** What a node:tls client saw. */
export interface Seen {
  /** SHA-256 of the served certificate, or how it ended: `ECONNRESET`, `alert 112`, `closed`. */
  readonly answer: string;
  readonly protocol: string | null;
  readonly listLength: number;
}

export interface Asked {
  readonly address: string;
  readonly port?: number;
  readonly serverName: string | null;
  readonly maxVersion?: 'TLSv1.3' | 'TLSv1.2' | 'TLSv1.1' | 'TLSv1';
  readonly sigalgs?: string;
}

/** Where a logical address listens. */
export function dialPort(lab: RunningLab, address: string, port = 443): number {
  const rule = lab.connectTo.find(({ host, port: from }) => host === address && from === port);
  if (rule?.toPort === null || rule === undefined) throw new Error(`nothing for ${address}`);
  return rule.toPort;
}

/** One finished node:tls handshake, or how it failed. */
export function ask(lab: RunningLab, asked: Asked): Promise<Seen> {
  return new Promise((resolve) => {
    const socket = connect({
      host: '127.0.0.1',
      port: dialPort(lab, asked.address, asked.port),
      servername: asked.serverName ?? '',
      rejectUnauthorized: false,
      checkServerIdentity: () => undefined,
      ciphers: 'DEFAULT:@SECLEVEL=0',
      minVersion: 'TLSv1',
      maxVersion: asked.maxVersion ?? 'TLSv1.3',
      ...(asked.sigalgs === undefined ? {} : { sigalgs: asked.sigalgs }),
    });
    const done = (seen: Seen): void => {
      socket.destroy();
      resolve(seen);
    };
    socket.once('secureConnect', () => {
      const { raw } = socket.getPeerCertificate();
      done({ answer: sha256(raw), protocol: socket.getProtocol(), listLength: 0 });
    });
    socket.once('error', (error: NodeJS.ErrnoException) => {
      const alert = /SSL alert number (\d+)/.exec(error.message);
      done({
        answer: alert === null ? (error.code ?? error.message) : `alert ${alert[1]}`,
        protocol: null,
        listLength: 0,
      });
    });
    socket.once('close', () => resolve({ answer: 'closed', protocol: null, listLength: 0 }));
  });
}

/** What `openssl s_client` printed, all of it. */
export function openssl(lab: RunningLab, asked: Asked, args: readonly string[] = []): Promise<string> {
  const name = asked.serverName === null ? ['-noservername'] : ['-servername', asked.serverName];
  const target = `127.0.0.1:${dialPort(lab, asked.address, asked.port)}`;
  const child = spawn('openssl', ['s_client', '-connect', target, ...name, '-tlsextdebug', '-showcerts', ...args]);
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stdin.on('error', () => {});
  child.stdin.end();
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', () => resolve(Buffer.concat(chunks).toString('utf8')));
  });
}

export function sha256(der: Uint8Array): string {
  return createHash('sha256').update(der).digest('hex');
}
