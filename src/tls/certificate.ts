import { STATUS_REQUEST } from './extension-types.js';
import { Extensions } from './extensions.js';
import { malformed } from './fault.js';
import { Reader } from './reader.js';

/** What a Certificate message says beside its certificates. */
export interface CertificateMessage {
  /** A status_request in an entry's extensions (RFC 8446 §4.4.2.1); TLS 1.2 has a message of its own for it. */
  readonly ocspStaple: boolean;
  /** Of all entries' extensions; none before TLS 1.3. */
  readonly extensionTypes: ReadonlySet<number>;
}

/** Called with each certificate's DER, a view, as soon as its entry is complete: evidence survives what comes after it. */
export type CertificateSink = (der: Uint8Array) => void;

/**
 * RFC 5246 §7.4.2: `ASN.1Cert certificate_list<0..2^24-1>`. Throws `PeerFault`, after the certificates that were complete:
 * the first bytes of a message that was cut off can be read too.
 */
export function readCertificate12(body: Uint8Array, found: CertificateSink): CertificateMessage {
  const reader = new Reader(body, 'Certificate');
  readList(reader, (list, index) => found(list.vector(3, `[${index}]`, { min: 1 })));
  reader.end();
  return { ocspStaple: false, extensionTypes: new Set() };
}

/** RFC 8446 §4.4.2: entries with extensions, behind a context that is empty during the handshake. Throws as above. */
export function readCertificate13(body: Uint8Array, found: CertificateSink): CertificateMessage {
  const reader = new Reader(body, 'Certificate');
  reader.vector(1, 'certificate_request_context', { max: 0 });
  let ocspStaple = false;
  const extensionTypes = new Set<number>();
  readList(reader, (list, index) => {
    found(list.vector(3, `[${index}]/cert_data`, { min: 1 }));
    const extensions = Extensions.read(list);
    for (const { type } of extensions.list) extensionTypes.add(type);
    const staple = extensions.get(STATUS_REQUEST, readStatus);
    ocspStaple ||= staple !== null;
  });
  reader.end();
  return { ocspStaple, extensionTypes };
}

/** RFC 6066 §8: the message of TLS 1.2 that carries a stapled OCSP response. */
export function readCertificateStatus(body: Uint8Array): void {
  const reader = new Reader(body, 'CertificateStatus');
  readStatus(reader);
  reader.end();
}

/** `CertificateStatus`: one OCSP response, which is not ours to judge. */
function readStatus(reader: Reader): Uint8Array {
  const type = reader.u8('status_type');
  if (type !== 1) throw reader.fault('status_type', `${type} is not ocsp(1)`);
  return reader.vector(3, 'response', { min: 1 });
}

/** Entry by entry, as far as there are bytes; a list that claims more than there is, is malformed only then. */
function readList(message: Reader, entry: (list: Reader, index: number) => void): void {
  const claimed = message.u24('certificate_list');
  const held = Math.min(claimed, message.remaining);
  const offset = message.offset;
  const list = new Reader(message.bytes(held, 'certificate_list'), `${message.path}/certificate_list`, offset);
  for (let index = 0; list.remaining > 0; index++) entry(list, index);
  if (held < claimed) throw malformed(list.path, list.offset, `${claimed} bytes claimed, ${held} sent`);
}
