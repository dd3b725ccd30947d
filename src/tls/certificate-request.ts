import { SIGNATURE_ALGORITHMS } from './extension-types.js';
import { Extensions } from './extensions.js';
import { Reader } from './reader.js';

/** A server that asks for a client certificate: noted, never answered. Both throw `PeerFault`. */

/** RFC 8446 §4.3.2. */
export function readCertificateRequest13(body: Uint8Array): void {
  const reader = new Reader(body, 'CertificateRequest');
  reader.vector(1, 'certificate_request_context', { max: 0 });
  Extensions.read(reader).get(SIGNATURE_ALGORITHMS, (schemes) =>
    schemes.u16List(2, 'supported_signature_algorithms', { min: 2 }),
  );
  reader.end();
}

/** RFC 5246 §7.4.4; without the signature algorithms before TLS 1.2 (RFC 4346 §7.4.4). */
export function readCertificateRequest12(body: Uint8Array, withSchemes: boolean): void {
  const reader = new Reader(body, 'CertificateRequest');
  reader.vector(1, 'certificate_types', { min: 1 });
  if (withSchemes) reader.u16List(2, 'supported_signature_algorithms');
  const authorities = reader.sub(2, 'certificate_authorities');
  for (let i = 0; authorities.remaining > 0; i++) authorities.vector(2, `[${i}]`, { min: 1 });
  reader.end();
}
