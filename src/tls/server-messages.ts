import { KEY_SHARE, SERVER_NAME, STATUS_REQUEST, SUPPORTED_VERSIONS } from './extension-types.js';
import { type Extension, writeExtensions } from './extensions.js';
import {
  CERTIFICATE,
  CERTIFICATE_REQUEST,
  CERTIFICATE_STATUS,
  CERTIFICATE_VERIFY,
  ENCRYPTED_EXTENSIONS,
  FINISHED,
  SERVER_HELLO,
  SERVER_HELLO_DONE,
  SERVER_KEY_EXCHANGE,
} from './handshake-type.js';
import { RETRY_RANDOM } from './server-hello.js';
import { TLS12, TLS13 } from './versions.js';
import { type Writer, write } from './writer.js';

/*
 * The messages of a server's flight, headers included: for servers that are scripted, byte for byte. They write what they
 * are told, lawful or not.
 */

export interface ServerHelloFields {
  /** Defaults to TLS 1.2, which is also what TLS 1.3 says here. */
  readonly legacyVersion?: number;
  /** 32 bytes. */
  readonly random: Uint8Array;
  readonly sessionId: Uint8Array;
  readonly cipherSuite: number;
  readonly compressionMethod?: number;
  /** Empty: no extensions field at all. */
  readonly extensions: readonly Extension[];
}

/** RFC 8446 §4.1.3; RFC 5246 §7.4.1.3: both write the same fields. */
export function writeServerHello(fields: ServerHelloFields): Uint8Array {
  return message(SERVER_HELLO, (w) => {
    w.u16(fields.legacyVersion ?? TLS12)
      .bytes(fields.random)
      .vector(1, () => w.bytes(fields.sessionId))
      .u16(fields.cipherSuite)
      .u8(fields.compressionMethod ?? 0);
    if (fields.extensions.length > 0) writeExtensions(w, fields.extensions);
  });
}

/** RFC 8446 §4.1.4. */
export function writeHelloRetryRequest(fields: Omit<ServerHelloFields, 'random'>): Uint8Array {
  return writeServerHello({ ...fields, random: RETRY_RANDOM });
}

/** What makes a ServerHello one of TLS 1.3 (RFC 8446 §4.2.1). */
export function selectedVersionExtension(version: number = TLS13): Extension {
  return { type: SUPPORTED_VERSIONS, body: write((w) => w.u16(version)) };
}

/** RFC 8446 §4.2.8. */
export function serverShareExtension(group: number, publicKey: Uint8Array): Extension {
  return { type: KEY_SHARE, body: write((w) => w.u16(group).vector(2, () => w.bytes(publicKey))) };
}

/** The group that a HelloRetryRequest asks for (RFC 8446 §4.2.8). */
export function selectedGroupExtension(group: number): Extension {
  return { type: KEY_SHARE, body: write((w) => w.u16(group)) };
}

/** The name was used (RFC 6066 §3). */
export function acknowledgedNameExtension(): Extension {
  return { type: SERVER_NAME, body: new Uint8Array() };
}

/** A stapled OCSP response, for an entry of a TLS 1.3 certificate list (RFC 8446 §4.4.2.1). */
export function stapledResponseExtension(response: Uint8Array): Extension {
  return { type: STATUS_REQUEST, body: write((w) => writeStatus(w, response)) };
}

/** RFC 8446 §4.3.1. */
export function writeEncryptedExtensions(extensions: readonly Extension[]): Uint8Array {
  return message(ENCRYPTED_EXTENSIONS, (w) => writeExtensions(w, extensions));
}

/** RFC 5246 §7.4.2. */
export function writeCertificate12(certificateList: readonly Uint8Array[]): Uint8Array {
  return message(CERTIFICATE, (w) =>
    w.vector(3, () => {
      for (const der of certificateList) w.vector(3, () => w.bytes(der));
    }),
  );
}

/** RFC 8446 §4.4.2. `leafExtensions` go with the first entry. */
export function writeCertificate13(
  certificateList: readonly Uint8Array[],
  leafExtensions: readonly Extension[] = [],
): Uint8Array {
  return message(CERTIFICATE, (w) =>
    w.u8(0).vector(3, () => {
      for (const [i, der] of certificateList.entries()) {
        w.vector(3, () => w.bytes(der));
        writeExtensions(w, i === 0 ? leafExtensions : []);
      }
    }),
  );
}

/** RFC 6066 §8. */
export function writeCertificateStatus(response: Uint8Array): Uint8Array {
  return message(CERTIFICATE_STATUS, (w) => writeStatus(w, response));
}

function writeStatus(writer: Writer, response: Uint8Array): void {
  writer.u8(1).vector(3, () => writer.bytes(response));
}

/** RFC 8446 §4.3.2. */
export function writeCertificateRequest13(extensions: readonly Extension[]): Uint8Array {
  return message(CERTIFICATE_REQUEST, (w) => writeExtensions(w.u8(0), extensions));
}

/** RFC 5246 §7.4.4: RSA and ECDSA, any authority. `schemes` is null before TLS 1.2. */
export function writeCertificateRequest12(schemes: readonly number[] | null): Uint8Array {
  return message(CERTIFICATE_REQUEST, (w) => {
    w.vector(1, () => w.u8(1).u8(64));
    if (schemes !== null) w.u16List(2, schemes);
    w.u16(0);
  });
}

/** `ServerECDHParams` with a named curve (RFC 8422 §5.4). */
export function writeEcdhParams(group: number, publicKey: Uint8Array): Uint8Array {
  return write((w) =>
    w
      .u8(3)
      .u16(group)
      .vector(1, () => w.bytes(publicKey)),
  );
}

/** `ServerDHParams` (RFC 5246 §7.4.3). */
export function writeDhParams(prime: Uint8Array, generator: Uint8Array, publicKey: Uint8Array): Uint8Array {
  return write((w) => {
    for (const value of [prime, generator, publicKey]) w.vector(2, () => w.bytes(value));
  });
}

/** RFC 5246 §7.4.3. `scheme` is null before TLS 1.2. */
export function writeServerKeyExchange(params: Uint8Array, scheme: number | null, signature: Uint8Array): Uint8Array {
  return message(SERVER_KEY_EXCHANGE, (w) => {
    w.bytes(params);
    if (scheme !== null) w.u16(scheme);
    w.vector(2, () => w.bytes(signature));
  });
}

/** RFC 8446 §4.4.3. */
export function writeCertificateVerify(scheme: number, signature: Uint8Array): Uint8Array {
  return message(CERTIFICATE_VERIFY, (w) => w.u16(scheme).vector(2, () => w.bytes(signature)));
}

/** RFC 5246 §7.4.5. */
export function writeServerHelloDone(): Uint8Array {
  return message(SERVER_HELLO_DONE, () => {});
}

/** RFC 8446 §4.4.4. */
export function writeFinished(verifyData: Uint8Array): Uint8Array {
  return message(FINISHED, (w) => w.bytes(verifyData));
}

/** Any handshake message (RFC 8446 §4). */
export function message(type: number, body: (writer: Writer) => unknown): Uint8Array {
  return write((w) => w.u8(type).vector(3, () => body(w)));
}
