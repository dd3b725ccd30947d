import { hex16 } from './versions.js';

/** ExtensionType (RFC 8446 §4.2; RFC 6066; RFC 7627; RFC 5746). */
export const SERVER_NAME = 0;
export const STATUS_REQUEST = 5;
export const SUPPORTED_GROUPS = 10;
export const EC_POINT_FORMATS = 11;
export const SIGNATURE_ALGORITHMS = 13;
export const SERVER_CERTIFICATE_TYPE = 20;
export const EXTENDED_MASTER_SECRET = 23;
export const PRE_SHARED_KEY = 41;
export const SUPPORTED_VERSIONS = 43;
export const COOKIE = 44;
export const PSK_KEY_EXCHANGE_MODES = 45;
export const KEY_SHARE = 51;
export const RENEGOTIATION_INFO = 0xff01;

const NAMES: ReadonlyMap<number, string> = new Map([
  [SERVER_NAME, 'server_name'],
  [1, 'max_fragment_length'],
  [STATUS_REQUEST, 'status_request'],
  [SUPPORTED_GROUPS, 'supported_groups'],
  [EC_POINT_FORMATS, 'ec_point_formats'],
  [SIGNATURE_ALGORITHMS, 'signature_algorithms'],
  [14, 'use_srtp'],
  [15, 'heartbeat'],
  [16, 'application_layer_protocol_negotiation'],
  [18, 'signed_certificate_timestamp'],
  [19, 'client_certificate_type'],
  [SERVER_CERTIFICATE_TYPE, 'server_certificate_type'],
  [21, 'padding'],
  [22, 'encrypt_then_mac'],
  [EXTENDED_MASTER_SECRET, 'extended_master_secret'],
  [27, 'compress_certificate'],
  [28, 'record_size_limit'],
  [35, 'session_ticket'],
  [PRE_SHARED_KEY, 'pre_shared_key'],
  [42, 'early_data'],
  [SUPPORTED_VERSIONS, 'supported_versions'],
  [COOKIE, 'cookie'],
  [PSK_KEY_EXCHANGE_MODES, 'psk_key_exchange_modes'],
  [50, 'signature_algorithms_cert'],
  [KEY_SHARE, 'key_share'],
  [13172, 'next_protocol_negotiation'],
  [RENEGOTIATION_INFO, 'renegotiation_info'],
  [0xfe0d, 'encrypted_client_hello'],
]);

/** `server_name`, or `0xfe0d` for what we do not know. */
export function extensionName(type: number): string {
  return NAMES.get(type) ?? hex16(type);
}
