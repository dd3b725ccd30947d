import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { CLOSE_NOTIFY, readAlert, writeAlert } from '../tls/alert.js';
import { ALERT, APPLICATION_DATA, HANDSHAKE } from '../tls/record.js';
import { splitRecords } from './records.js';

/** How records are protected once the handshake is done: TLS 1.3's RecordProtection, or TLS 1.2's AES-GCM. */
export interface Protection {
  seal(type: number, content: Uint8Array): Uint8Array;
}

const MAX_WRITE = 16_000;

/** The application data of a scripted connection, as a stream that an HTTP server can be given. */
export class ProtectedStream extends Duplex {
  readonly #socket: Socket;
  readonly #seal: Protection;

  constructor(socket: Socket, seal: Protection) {
    super();
    this.#socket = socket;
    this.#seal = seal;
    socket.once('close', () => this.destroy());
    this.on('error', () => {});
  }

  /** Application data that arrived. */
  arrived(type: number, content: Uint8Array): void {
    if (type === APPLICATION_DATA) this.push(content);
    else if (type === ALERT && readAlert(content).code === CLOSE_NOTIFY) this.push(null);
    else if (type !== HANDSHAKE) this.destroy();
  }

  override _read(): void {}

  override _write(chunk: Buffer, _encoding: string, done: (error?: Error | null) => void): void {
    for (let at = 0; at < chunk.length; at += MAX_WRITE) {
      this.#socket.write(this.#seal.seal(APPLICATION_DATA, chunk.subarray(at, at + MAX_WRITE)));
    }
    done();
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#socket.end(this.#seal.seal(ALERT, writeAlert('warning', CLOSE_NOTIFY)));
    done();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#socket.destroy();
    done(error);
  }
}

/** Feeds whole records to `record` as they come; a record that it throws at ends the connection. */
export function readRecords(
  socket: Socket,
  record: (type: number, header: Uint8Array, fragment: Uint8Array) => void,
): void {
  let pending: Uint8Array = new Uint8Array();
  socket.on('data', (chunk: Buffer) => {
    const { records, rest } = splitRecords(Buffer.concat([pending, chunk]));
    pending = rest;
    try {
      for (const { type, header, fragment } of records) record(type, header, fragment);
    } catch {
      socket.destroy();
    }
  });
  socket.resume();
}
