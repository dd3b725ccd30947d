/** TLS 1.2 as a server writes it, byte by byte and with nothing of `src/tls`: what lies must not be written by what reads. */
import { createECDH, createPublicKey, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import {
  alternativeNames,
  type CertificateParts,
  certificate,
  concat,
  name,
  oid,
  seq,
  tlv,
  utf8,
} from '../support/der.js';

export const u8 = (value: number): Uint8Array => Uint8Array.of(value);
export const u16 = (value: number): Uint8Array => Uint8Array.of(value >> 8, value & 0xff);
export const u24 = (value: number): Uint8Array => Uint8Array.of(value >> 16, (value >> 8) & 0xff, value & 0xff);
export const text = (value: string): Uint8Array => Buffer.from(value, 'latin1');
export const join = (...parts: readonly Uint8Array[]): Uint8Array => concat(parts);

/** A vector with a length of 1, 2 or 3 bytes before it. */
export function vector(lengthBytes: 1 | 2 | 3, ...parts: readonly Uint8Array[]): Uint8Array {
  const body = concat(parts);
  return join(lengthBytes === 1 ? u8(body.length) : lengthBytes === 2 ? u16(body.length) : u24(body.length), body);
}

export const CHANGE_CIPHER_SPEC = 20;
export const ALERT = 21;
export const HANDSHAKE = 22;
export const APPLICATION_DATA = 23;

/** One record (RFC 5246 §6.2.1); a body longer than 2^14 is cut into several. */
export function record(type: number, body: Uint8Array, version = 0x0303): Uint8Array {
  const parts: Uint8Array[] = [];
  for (let at = 0; at === 0 || at < body.length; at += 16_384) {
    parts.push(u8(type), u16(version), vector(2, body.subarray(at, at + 16_384)));
  }
  return concat(parts);
}

/** The same bytes in records of `size` bytes each. */
export function inRecordsOf(size: number, type: number, body: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [];
  for (let at = 0; at < body.length; at += size) parts.push(record(type, body.subarray(at, at + size)));
  return concat(parts);
}

export const alert = (level: number, description: number): Uint8Array =>
  record(ALERT, Uint8Array.of(level, description));

export const handshake = (type: number, body: Uint8Array): Uint8Array => join(u8(type), vector(3, body));

/** What a server needs of a ClientHello. */
export interface SeenHello {
  readonly random: Uint8Array;
  readonly sessionId: Uint8Array;
}

/** Reads a whole ClientHello record; null while it is not there. */
export function readHello(bytes: Uint8Array): SeenHello | null {
  if (bytes.length < 5 || bytes.length < 5 + ((bytes[3] ?? 0) << 8) + (bytes[4] ?? 0)) return null;
  const sessionIdLength = bytes[43] ?? 0;
  return { random: bytes.slice(11, 43), sessionId: bytes.slice(44, 44 + sessionIdLength) };
}

/** A certificate list and the key of its first certificate. */
export interface Credentials {
  readonly list: readonly Uint8Array[];
  readonly key: KeyObject;
}

const ECDSA_WITH_SHA256 = seq(oid('1.2.840.10045.4.3.2'));

/** A certificate signed with its own new P-256 key, and whatever parts the lie needs. */
export function makeCredentials(parts: CertificateParts = {}, more: readonly Uint8Array[] = []): Credentials {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const der = certificate({
    algorithm: ECDSA_WITH_SHA256,
    issuer: name(['2.5.4.3', utf8('liar.test')]),
    subject: name(['2.5.4.3', utf8('liar.test')]),
    validity: seq(tlv(0x17, '250101000000Z'), tlv(0x17, '350101000000Z')),
    spki: createPublicKey(privateKey).export({ type: 'spki', format: 'der' }),
    extensions: [alternativeNames(['liar.test'])],
    ...parts,
  });
  return { list: [der, ...more], key: privateKey };
}

export interface ServerHelloOptions {
  readonly version?: number;
  readonly random?: Uint8Array;
  readonly suite?: number;
  readonly extensions?: readonly Uint8Array[];
  readonly sessionId?: Uint8Array;
}

export const TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256 = 0xc02b;
export const TLS_AES_128_GCM_SHA256 = 0x1301;

export const extension = (type: number, body: Uint8Array = new Uint8Array()): Uint8Array =>
  join(u16(type), vector(2, body));

/** RFC 5246 §7.4.1.3. */
export function serverHello(options: ServerHelloOptions = {}): Uint8Array {
  const { extensions } = options;
  return handshake(
    2,
    join(
      u16(options.version ?? 0x0303),
      options.random ?? randomBytes(32),
      vector(1, options.sessionId ?? new Uint8Array()),
      u16(options.suite ?? TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256),
      u8(0),
      ...(extensions === undefined ? [] : [vector(2, ...extensions)]),
    ),
  );
}

/** RFC 8446 §4.1.4: a ServerHello with this random is a HelloRetryRequest. */
const RETRY = Buffer.from('cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c', 'hex');

export function helloRetryRequest(seen: SeenHello, ...extensions: readonly Uint8Array[]): Uint8Array {
  return serverHello({
    random: RETRY,
    sessionId: seen.sessionId,
    suite: TLS_AES_128_GCM_SHA256,
    extensions: [extension(43, u16(0x0304)), ...extensions],
  });
}

/** RFC 5246 §7.4.2. */
export function certificateMessage(list: readonly Uint8Array[]): Uint8Array {
  return handshake(11, vector(3, ...list.map((der) => vector(3, der))));
}

/** RFC 8422 §5.4, over secp256r1, signed with ecdsa_secp256r1_sha256. */
export function serverKeyExchange(clientRandom: Uint8Array, serverRandom: Uint8Array, key: KeyObject): Uint8Array {
  const point = createECDH('prime256v1').generateKeys();
  const parameters = join(u8(3), u16(23), vector(1, point));
  const signature = sign('sha256', join(clientRandom, serverRandom, parameters), key);
  return handshake(12, join(parameters, u16(0x0403), vector(2, signature)));
}

/** The same before TLS 1.2: SHA-1, and no algorithm is named (RFC 8422 §5.4). */
export function legacyKeyExchange(clientRandom: Uint8Array, serverRandom: Uint8Array, key: KeyObject): Uint8Array {
  const parameters = join(u8(3), u16(23), vector(1, createECDH('prime256v1').generateKeys()));
  return handshake(12, join(parameters, vector(2, sign('sha1', join(clientRandom, serverRandom, parameters), key))));
}

export const serverHelloDone = (): Uint8Array => handshake(14, new Uint8Array());

export interface Flight {
  readonly serverHello: Uint8Array;
  readonly certificate: Uint8Array;
  readonly serverKeyExchange: Uint8Array;
  readonly done: Uint8Array;
  /** All of it. */
  readonly whole: Uint8Array;
}

/** What an honest TLS 1.2 server with an ECDSA certificate answers. */
export function honestFlight(seen: SeenHello, credentials: Credentials, options: ServerHelloOptions = {}): Flight {
  const random = options.random ?? randomBytes(32);
  const messages = {
    serverHello: serverHello({ ...options, random }),
    certificate: certificateMessage(credentials.list),
    serverKeyExchange: serverKeyExchange(seen.random, random, credentials.key),
    done: serverHelloDone(),
  };
  const { certificate: list, serverKeyExchange: exchange, done } = messages;
  return { ...messages, whole: join(messages.serverHello, list, exchange, done) };
}
