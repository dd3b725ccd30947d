import { constants } from 'node:crypto';
import type { SecureContextOptions } from 'node:tls';

/**
 * The control's hello (`tls/hello-layout.ts`) in OpenSSL's words: a server with several certificates chooses by suites and
 * signature schemes, in their order, and the trust handshake has to be served the one that the control was. OpenSSL's own
 * lists would be served the Ed25519 certificate beside an RSA one, from 3.5 on the ML-DSA one, and are another in each
 * Node; its newest groups need a hello of two packets, which some middleboxes lose.
 *
 * Lowest version and security level that Node allows, servers from before RFC 5746 too: how old or weak is our own finding.
 */
export const TRUST_HELLO = {
  minVersion: 'TLSv1',
  secureOptions: constants.SSL_OP_LEGACY_SERVER_CONNECT,
  ciphers: [
    'TLS_AES_128_GCM_SHA256',
    'TLS_AES_256_GCM_SHA384',
    'TLS_CHACHA20_POLY1305_SHA256',
    'ECDHE-ECDSA-AES128-GCM-SHA256',
    'ECDHE-RSA-AES128-GCM-SHA256',
    'ECDHE-ECDSA-AES256-GCM-SHA384',
    'ECDHE-RSA-AES256-GCM-SHA384',
    'ECDHE-ECDSA-CHACHA20-POLY1305',
    'ECDHE-RSA-CHACHA20-POLY1305',
    'ECDHE-ECDSA-AES256-SHA384',
    'ECDHE-RSA-AES256-SHA384',
    'ECDHE-ECDSA-AES128-SHA256',
    'ECDHE-RSA-AES128-SHA256',
    'ECDHE-ECDSA-AES256-SHA',
    'ECDHE-RSA-AES256-SHA',
    'ECDHE-ECDSA-AES128-SHA',
    'ECDHE-RSA-AES128-SHA',
    'DHE-RSA-AES128-GCM-SHA256',
    'DHE-RSA-AES256-GCM-SHA384',
    'DHE-RSA-AES256-SHA256',
    'DHE-RSA-AES128-SHA256',
    'DHE-RSA-AES256-SHA',
    'DHE-RSA-AES128-SHA',
    'AES128-GCM-SHA256',
    'AES256-GCM-SHA384',
    'AES256-SHA256',
    'AES128-SHA256',
    'AES256-SHA',
    'AES128-SHA',
    '@SECLEVEL=0',
  ].join(':'),
  sigalgs: [
    'ecdsa_secp256r1_sha256',
    'ecdsa_secp384r1_sha384',
    'ecdsa_secp521r1_sha512',
    'rsa_pss_rsae_sha256',
    'rsa_pss_rsae_sha384',
    'rsa_pss_rsae_sha512',
    'rsa_pss_pss_sha256',
    'rsa_pss_pss_sha384',
    'rsa_pss_pss_sha512',
    'rsa_pkcs1_sha256',
    'rsa_pkcs1_sha384',
    'rsa_pkcs1_sha512',
    'ed25519',
    'ECDSA+SHA1',
    'RSA+SHA1',
  ].join(':'),
  ecdhCurve: 'X25519:P-256:P-384:P-521',
} as const satisfies SecureContextOptions;
