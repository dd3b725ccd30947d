import type { Alert } from '../model/observation.js';
import { Reader } from './reader.js';
import { write } from './writer.js';

export const CLOSE_NOTIFY = 0;

/** RFC 8446 §6 and §B.2; RFC 5246 §7.2; RFC 6066 §9. */
const DESCRIPTIONS: ReadonlyMap<number, string> = new Map([
  [CLOSE_NOTIFY, 'close_notify'],
  [10, 'unexpected_message'],
  [20, 'bad_record_mac'],
  [21, 'decryption_failed'],
  [22, 'record_overflow'],
  [30, 'decompression_failure'],
  [40, 'handshake_failure'],
  [41, 'no_certificate'],
  [42, 'bad_certificate'],
  [43, 'unsupported_certificate'],
  [44, 'certificate_revoked'],
  [45, 'certificate_expired'],
  [46, 'certificate_unknown'],
  [47, 'illegal_parameter'],
  [48, 'unknown_ca'],
  [49, 'access_denied'],
  [50, 'decode_error'],
  [51, 'decrypt_error'],
  [60, 'export_restriction'],
  [70, 'protocol_version'],
  [71, 'insufficient_security'],
  [80, 'internal_error'],
  [86, 'inappropriate_fallback'],
  [90, 'user_canceled'],
  [100, 'no_renegotiation'],
  [109, 'missing_extension'],
  [110, 'unsupported_extension'],
  [111, 'certificate_unobtainable'],
  [112, 'unrecognized_name'],
  [113, 'bad_certificate_status_response'],
  [114, 'bad_certificate_hash_value'],
  [115, 'unknown_psk_identity'],
  [116, 'certificate_required'],
  [120, 'no_application_protocol'],
  [121, 'ech_required'],
]);

/** `unrecognized_name`, or `unknown_99`. */
export function alertDescription(code: number): string {
  return DESCRIPTIONS.get(code) ?? `unknown_${code}`;
}

/** One record of content type alert. Two bytes; a level other than warning and fatal is malformed. */
export function readAlert(fragment: Uint8Array): Alert {
  const reader = new Reader(fragment, 'Alert');
  const level = reader.u8('level');
  if (level !== 1 && level !== 2) throw new Reader(fragment, 'Alert').fault('level', `${level} is no alert level`);
  const code = reader.u8('description');
  reader.end();
  return { level: level === 1 ? 'warning' : 'fatal', code, description: alertDescription(code) };
}

/** The two bytes of an alert. */
export function writeAlert(level: Alert['level'], code: number): Uint8Array {
  return write((w) => w.u8(level === 'warning' ? 1 : 2).u8(code));
}
