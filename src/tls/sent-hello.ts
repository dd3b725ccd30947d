import { type ClientHello, readClientHello } from './client-hello.js';
import { TLS13 } from './versions.js';

/** What the client said, byte for byte, and what it meant: a server's answers are judged by it. */
export interface SentHello {
  /** The handshake message, its header included. */
  readonly message: Uint8Array;
  readonly hello: ClientHello;
}

/** Judged by exactly what was sent: it is read back. */
export function sentHello(message: Uint8Array): SentHello {
  return { message, hello: readClientHello(message.subarray(4)) };
}

export function offersExtension({ hello }: SentHello, type: number): boolean {
  return hello.extensions.some((extension) => extension.type === type);
}

/** Any version up to the newest may be answered, except that TLS 1.3 has to be named (RFC 8446 §4.2.1). */
export function offersVersion({ hello }: SentHello, version: number): boolean {
  return version === TLS13 ? hello.supportedVersions.includes(TLS13) : version <= hello.legacyVersion;
}
