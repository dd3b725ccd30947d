import { misbehaved, type PeerFault } from './fault.js';

/** HandshakeType (RFC 8446 §B.3; RFC 5246 §A.4; RFC 6066 §8). */
export const HELLO_REQUEST = 0;
export const CLIENT_HELLO = 1;
export const SERVER_HELLO = 2;
export const NEW_SESSION_TICKET = 4;
export const ENCRYPTED_EXTENSIONS = 8;
export const CERTIFICATE = 11;
export const SERVER_KEY_EXCHANGE = 12;
export const CERTIFICATE_REQUEST = 13;
export const SERVER_HELLO_DONE = 14;
export const CERTIFICATE_VERIFY = 15;
export const FINISHED = 20;
export const CERTIFICATE_STATUS = 22;
/** The synthetic message of RFC 8446 §4.4.1. */
export const MESSAGE_HASH = 254;

const KIB = 1024;

/** Name, and the longest body that we read: what claims more is refused at its header. */
const TYPES: ReadonlyMap<number, readonly [name: string, maxBytes: number]> = new Map([
  [HELLO_REQUEST, ['HelloRequest', 0]],
  [CLIENT_HELLO, ['ClientHello', 128 * KIB]],
  [SERVER_HELLO, ['ServerHello', 64 * KIB]],
  [NEW_SESSION_TICKET, ['NewSessionTicket', 64 * KIB]],
  [ENCRYPTED_EXTENSIONS, ['EncryptedExtensions', 64 * KIB]],
  [CERTIFICATE, ['Certificate', 256 * KIB]],
  [SERVER_KEY_EXCHANGE, ['ServerKeyExchange', 32 * KIB]],
  [CERTIFICATE_REQUEST, ['CertificateRequest', 128 * KIB]],
  [SERVER_HELLO_DONE, ['ServerHelloDone', 0]],
  [CERTIFICATE_VERIFY, ['CertificateVerify', 32 * KIB]],
  [FINISHED, ['Finished', 64]],
  [CERTIFICATE_STATUS, ['CertificateStatus', 128 * KIB]],
]);

const OTHER_MAX_BYTES = 64 * KIB;

/** `ServerHello`, or `message 99`. */
export function messageName(type: number): string {
  return TYPES.get(type)?.[0] ?? `message ${type}`;
}

export function maxMessageBytes(type: number): number {
  return TYPES.get(type)?.[1] ?? OTHER_MAX_BYTES;
}

/** A message that may not come here (RFC 8446 §4; RFC 5246 §7.3). */
export function unexpectedMessage(type: number, awaiting: string): PeerFault {
  return misbehaved('unexpected-message', { message: messageName(type), awaiting });
}
