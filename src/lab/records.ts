import type { Alert } from '../model/observation.js';
import { writeAlert } from '../tls/alert.js';
import { ALERT, RECORD_HEADER_BYTES, type TlsRecord, writeRecords } from '../tls/record.js';
import { TLS12 } from '../tls/versions.js';

/** An alert before any key is known. */
export function alertRecord(level: Alert['level'], code: number): Uint8Array {
  return writeRecords(ALERT, TLS12, writeAlert(level, code));
}

/** The records that are complete, and the bytes behind them. */
export function splitRecords(bytes: Uint8Array): { readonly records: readonly TlsRecord[]; readonly rest: Uint8Array } {
  const records: TlsRecord[] = [];
  let at = 0;
  for (;;) {
    const header = bytes.subarray(at, at + RECORD_HEADER_BYTES);
    const end = at + RECORD_HEADER_BYTES + (((header[3] ?? 0) << 8) | (header[4] ?? 0));
    if (header.length < RECORD_HEADER_BYTES || bytes.length < end) return { records, rest: bytes.subarray(at) };
    records.push({ type: header[0] ?? 0, header, fragment: bytes.subarray(at + RECORD_HEADER_BYTES, end) });
    at = end;
  }
}
