import { Reader } from './reader.js';

/** RFC 8446 §4.4.3. */
export interface CertificateVerify {
  readonly scheme: number;
  readonly signature: Uint8Array;
}

/** Throws `PeerFault`. */
export function readCertificateVerify(body: Uint8Array): CertificateVerify {
  const reader = new Reader(body, 'CertificateVerify');
  const verify = { scheme: reader.u16('algorithm'), signature: reader.vector(2, 'signature') };
  reader.end();
  return verify;
}

const CONTEXT = Buffer.from('TLS 1.3, server CertificateVerify\0', 'latin1');

/** What a server signs: 64 spaces, the context string, a zero, the transcript's hash up to Certificate. */
export function certificateVerifyContent(transcriptHash: Uint8Array): Uint8Array {
  return Buffer.concat([Buffer.alloc(64, 0x20), CONTEXT, transcriptHash]);
}
