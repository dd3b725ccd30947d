import { type Writer, write } from './writer.js';

/** ContentType (RFC 8446 §5.1; RFC 6520 §3). */
export const CHANGE_CIPHER_SPEC = 20;
export const ALERT = 21;
export const HANDSHAKE = 22;
export const APPLICATION_DATA = 23;
export const HEARTBEAT = 24;

export const RECORD_HEADER_BYTES = 5;
/** Plaintext in one record (RFC 8446 §5.1). */
export const MAX_PLAINTEXT = 2 ** 14;
/** The most that any version lets protection add (RFC 5246 §6.2.3; RFC 8446 §5.2 allows 256). */
export const MAX_EXPANSION = 2048;

/** One record as it came. `header` is the additional data of TLS 1.3's protection. */
export interface TlsRecord {
  readonly type: number;
  readonly header: Uint8Array;
  readonly fragment: Uint8Array;
}

/**
 * `payload` in as many records as it needs; in one empty record when it is empty.
 * `fragmentBytes` makes them smaller, which is lawful and unusual.
 */
export function writeRecords(
  type: number,
  version: number,
  payload: Uint8Array,
  fragmentBytes: number = MAX_PLAINTEXT,
): Uint8Array {
  return write((w) => {
    let start = 0;
    do {
      const fragment = payload.subarray(start, start + fragmentBytes);
      writeRecord(w, type, version, fragment);
      start += fragment.length;
    } while (start < payload.length);
  });
}

function writeRecord(writer: Writer, type: number, version: number, fragment: Uint8Array): void {
  writer
    .u8(type)
    .u16(version)
    .vector(2, () => writer.bytes(fragment));
}
