import {
  EC_POINT_FORMATS,
  EXTENDED_MASTER_SECRET,
  KEY_SHARE,
  RENEGOTIATION_INFO,
  SERVER_NAME,
  SUPPORTED_VERSIONS,
} from '../tls/extension-types.js';
import { type Extension, writeExtensions } from '../tls/extensions.js';
import {
  CERTIFICATE,
  CERTIFICATE_VERIFY,
  ENCRYPTED_EXTENSIONS,
  FINISHED,
  SERVER_HELLO,
  SERVER_HELLO_DONE,
  SERVER_KEY_EXCHANGE,
} from '../tls/handshake-type.js';
import { TLS12, TLS13 } from '../tls/versions.js';
import { type Writer, write } from '../tls/writer.js';

/** The messages of a server's flight, headers included. */

const NOTHING = new Uint8Array();
const NAMED_CURVE = 3;

export interface ServerHelloFields {
  readonly random: Uint8Array;
  readonly sessionId: Uint8Array;
  readonly cipherSuite: number;
  readonly extensions: readonly Extension[];
}

/** RFC 8446 §4.1.3; RFC 5246 §7.4.1.3: both versions write the same fields. */
export function serverHelloMessage({ random, sessionId, cipherSuite, extensions }: ServerHelloFields): Uint8Array {
  return message(SERVER_HELLO, (w) => {
    w.u16(TLS12)
      .bytes(random)
      .vector(1, () => w.bytes(sessionId))
      .u16(cipherSuite)
      .u8(0);
    writeExtensions(w, extensions);
  });
}

/** What makes a ServerHello one of TLS 1.3. */
export function tls13Extensions(group: number, publicKey: Uint8Array): readonly Extension[] {
  return [
    { type: SUPPORTED_VERSIONS, body: write((w) => w.u16(TLS13)) },
    { type: KEY_SHARE, body: write((w) => w.u16(group).vector(2, () => w.bytes(publicKey))) },
  ];
}

/** What a current server of TLS 1.2 answers (RFC 5746, RFC 7627, RFC 8422 §5.2), and the acknowledgement of RFC 6066 §3. */
export function tls12Extensions(acknowledged: boolean, extendedMasterSecret: boolean): readonly Extension[] {
  return [
    { type: RENEGOTIATION_INFO, body: Uint8Array.of(0) },
    ...(acknowledged ? [{ type: SERVER_NAME, body: NOTHING }] : []),
    { type: EC_POINT_FORMATS, body: Uint8Array.of(1, 0) },
    ...(extendedMasterSecret ? [{ type: EXTENDED_MASTER_SECRET, body: NOTHING }] : []),
  ];
}

/** RFC 8446 §4.3.1. */
export function encryptedExtensionsMessage(acknowledged: boolean): Uint8Array {
  return message(ENCRYPTED_EXTENSIONS, (w) =>
    writeExtensions(w, acknowledged ? [{ type: SERVER_NAME, body: NOTHING }] : []),
  );
}

/** RFC 8446 §4.4.2. */
export function certificateMessage13(certificateList: readonly Uint8Array[]): Uint8Array {
  return message(CERTIFICATE, (w) =>
    w.u8(0).vector(3, () => {
      for (const der of certificateList) w.vector(3, () => w.bytes(der)).u16(0);
    }),
  );
}

/** RFC 5246 §7.4.2. */
export function certificateMessage12(certificateList: readonly Uint8Array[]): Uint8Array {
  return message(CERTIFICATE, (w) =>
    w.vector(3, () => {
      for (const der of certificateList) w.vector(3, () => w.bytes(der));
    }),
  );
}

/** RFC 8446 §4.4.3. */
export function certificateVerifyMessage(scheme: number, signature: Uint8Array): Uint8Array {
  return message(CERTIFICATE_VERIFY, (w) => w.u16(scheme).vector(2, () => w.bytes(signature)));
}

/** What CertificateVerify signs: 64 spaces, the context, a zero, the transcript's hash (RFC 8446 §4.4.3). */
export function certificateVerifyContent(transcriptHash: Uint8Array): Uint8Array {
  return Buffer.concat([
    Buffer.alloc(64, 0x20),
    Buffer.from('TLS 1.3, server CertificateVerify\0', 'latin1'),
    transcriptHash,
  ]);
}

/** ServerECDHParams with a named curve (RFC 8422 §5.4). */
export function ecdheParameters(group: number, publicKey: Uint8Array): Uint8Array {
  return write((w) =>
    w
      .u8(NAMED_CURVE)
      .u16(group)
      .vector(1, () => w.bytes(publicKey)),
  );
}

/** RFC 8422 §5.4; the signature algorithm of RFC 5246 §4.7 before it. */
export function serverKeyExchangeMessage(parameters: Uint8Array, scheme: number, signature: Uint8Array): Uint8Array {
  return message(SERVER_KEY_EXCHANGE, (w) =>
    w
      .bytes(parameters)
      .u16(scheme)
      .vector(2, () => w.bytes(signature)),
  );
}

export function serverHelloDoneMessage(): Uint8Array {
  return message(SERVER_HELLO_DONE, () => {});
}

export function finishedMessage(verifyData: Uint8Array): Uint8Array {
  return message(FINISHED, (w) => w.bytes(verifyData));
}

function message(type: number, body: (writer: Writer) => unknown): Uint8Array {
  return write((w) => w.u8(type).vector(3, () => body(w)));
}
