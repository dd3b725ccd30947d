import type { Alert } from '../model/observation.js';
import { writeAlert } from '../tls/alert.js';
import { write } from '../tls/writer.js';

/** Content types of the record layer (RFC 8446 §5.1). */
export const CHANGE_CIPHER_SPEC = 20;
export const ALERT = 21;
export const HANDSHAKE = 22;
export const APPLICATION_DATA = 23;

const RECORD_VERSION = 0x0303;
const MAX_FRAGMENT = 16_384;

/** Plaintext records with this content, as many as its length needs (RFC 8446 §5.1: 2^14 bytes each at most). */
export function plaintextRecords(contentType: number, content: Uint8Array): Uint8Array {
  return write((w) => {
    for (let at = 0; at < content.length; at += MAX_FRAGMENT) {
      w.u8(contentType)
        .u16(RECORD_VERSION)
        .vector(2, () => w.bytes(content.subarray(at, at + MAX_FRAGMENT)));
    }
  });
}

/** An alert before any key is known. */
export function alertRecord(level: Alert['level'], code: number): Uint8Array {
  return plaintextRecords(ALERT, writeAlert(level, code));
}
