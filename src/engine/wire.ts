import { connect, type Socket } from 'node:net';
import type { Endpoint } from '../model/target.js';
import type { Cancellation } from './cancellation.js';
import type { Slot } from './limits.js';

/** How an open connection ended without us. */
export type WireEnd = 'closed' | 'reset' | 'timed-out' | 'aborted';

/** Why no connection came about; `exhausted`: this machine has no descriptor left, try again. */
export interface ConnectFailure {
  readonly reason: 'refused' | 'no-route' | 'timed-out' | 'aborted' | 'exhausted';
  /** The system's word (`ECONNREFUSED` …); null when it was our deadline or the run's end. */
  readonly code: string | null;
}

/** What a connection tells. After `failed` or `ended` nothing follows. */
export interface WireHandler {
  connected(): void;
  received(bytes: Uint8Array): void;
  failed(failure: ConnectFailure): void;
  ended(how: WireEnd): void;
}

export interface WireOptions {
  /** From now until the end, connecting included. Milliseconds. */
  readonly timeoutMs: number;
  readonly cancellation: Cancellation;
  readonly slot: Slot;
}

/**
 * One TCP connection with one deadline. It is closed by a reset, so that no port lies in TIME_WAIT: a real network has
 * some 28,000 of them per destination and minute.
 */
export class Wire {
  readonly #socket: Socket;
  readonly #handler: WireHandler;
  readonly #slot: Slot;
  readonly #deadline: NodeJS.Timeout;
  readonly #takeBackAbort: () => void;
  #onExpired: ((how: 'timed-out' | 'aborted') => void) | null = null;
  #connected = false;
  #over = false;

  constructor(endpoint: Endpoint, options: WireOptions, handler: WireHandler) {
    this.#handler = handler;
    this.#slot = options.slot;
    this.#socket = connect({ host: endpoint.dialAddress, port: endpoint.dialPort, allowHalfOpen: true });
    this.#socket.on('connect', () => this.#onConnect());
    this.#socket.on('data', (bytes) => this.#onData(bytes));
    this.#socket.on('end', () => this.#stop('closed', null));
    this.#socket.on('error', (error) => this.#onError(error));
    this.#deadline = setTimeout(() => this.#stop('timed-out', null), options.timeoutMs);
    this.#takeBackAbort = options.cancellation.onAbort(() => this.#stop('aborted', null));
  }

  /** Without effect once the connection is over. The peer need not read: nothing waits for it. */
  write(bytes: Uint8Array): void {
    if (!this.#over) this.#socket.write(bytes);
  }

  /** Ends the connection; the handler hears nothing more. */
  close(): void {
    if (this.#over) return;
    this.#finish();
    this.#reset();
  }

  /**
   * Gives the socket away, to node:tls. The deadline stays with the wire: `expired` is called instead of the handler,
   * also when the run is aborted.
   */
  handOver(expired: (how: 'timed-out' | 'aborted') => void): Socket {
    this.#socket.removeAllListeners('data');
    this.#socket.removeAllListeners('end');
    this.#socket.pause();
    this.#onExpired = expired;
    return this.#socket;
  }

  #onConnect(): void {
    if (this.#over) return;
    this.#connected = true;
    this.#slot.heard();
    this.#handler.connected();
  }

  #onData(bytes: Uint8Array): void {
    if (this.#over) return;
    this.#slot.heard();
    this.#handler.received(bytes);
  }

  #onError(error: Error): void {
    this.#stop('reset', 'code' in error && typeof error.code === 'string' ? error.code : '');
  }

  #stop(how: WireEnd, code: string | null): void {
    if (this.#over) return;
    if (this.#onExpired !== null) {
      if (how === 'timed-out' || how === 'aborted') this.#onExpired(how);
      return;
    }
    this.#finish();
    this.#reset();
    // A RST before the connection is told to us comes behind SYN and ACK: in reply to a SYN it is ECONNREFUSED.
    if (this.#connected || code === 'ECONNRESET') this.#handler.ended(code === 'ETIMEDOUT' ? 'timed-out' : how);
    else this.#handler.failed(connectFailure(how, code));
  }

  #finish(): void {
    this.#over = true;
    clearTimeout(this.#deadline);
    this.#takeBackAbort();
  }

  #reset(): void {
    // A socket that still connects would keep its descriptor until it is connected.
    if (this.#connected && !this.#socket.destroyed) this.#socket.resetAndDestroy();
    else this.#socket.destroy();
  }
}

function connectFailure(how: WireEnd, code: string | null): ConnectFailure {
  if (code === null) return { reason: how === 'aborted' ? 'aborted' : 'timed-out', code };
  switch (code) {
    case 'EMFILE':
    case 'ENFILE':
    case 'ENOBUFS':
      return { reason: 'exhausted', code };
    case 'ETIMEDOUT':
      return { reason: 'timed-out', code };
    case 'ECONNREFUSED':
    case 'ECONNABORTED':
      return { reason: 'refused', code };
    default:
      return { reason: 'no-route', code };
  }
}
