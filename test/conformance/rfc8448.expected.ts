/**
 * What RFC 8448's traces come to, stated from the RFC's text (section numbers beside each) and never from our reader. The two
 * last traces are not the RFC's: its example of an external PSK, and a raw public key (RFC 7250), in the same form.
 */
export interface Expected {
  readonly trace: string;
  /** Why. */
  readonly because: string;
  readonly outcome: string;
  readonly reason: string | null;
  readonly stage: string;
  readonly group: string;
  readonly signatureScheme: string | null;
  readonly serverNameAcknowledged: boolean;
  readonly certificates: number;
  readonly possession: string;
  readonly possessionReason: string | null;
  readonly detail: Readonly<Record<string, unknown>>;
}

const PROVED = {
  outcome: 'served',
  reason: null,
  stage: 'possession',
  serverNameAcknowledged: true,
  certificates: 1,
  possession: 'proved',
  possessionReason: null,
};
const NO_CERTIFICATE = {
  stage: 'encrypted-extensions',
  group: 'x25519',
  signatureScheme: null,
  certificates: 0,
  possession: 'unchecked',
  possessionReason: 'not-reached',
};

export const EXPECTED: readonly Expected[] = [
  {
    trace: 'Simple_1RTT_Handshake',
    because: '§3: server_name (0000 0000) in EncryptedExtensions, one certificate, CertificateVerify with 0804',
    ...PROVED,
    group: 'x25519',
    signatureScheme: 'rsa_pss_rsae_sha256',
    detail: {},
  },
  {
    trace: 'Resumed_0RTT_Handshake',
    because:
      '§4: a PSK authenticates, so Finished follows EncryptedExtensions, which have no server_name (RFC 6066 §3)',
    ...NO_CERTIFICATE,
    outcome: 'misbehaved',
    reason: 'unexpected-message',
    serverNameAcknowledged: false,
    detail: { message: 'Finished', awaiting: 'Certificate' },
  },
  {
    trace: 'HelloRetryRequest_Handshake',
    because: '§5: the server asks for P-256 (0017) and a cookie; the rest as in §3',
    ...PROVED,
    group: 'secp256r1',
    signatureScheme: 'rsa_pss_rsae_sha256',
    detail: { helloRetryRequest: true },
  },
  {
    trace: 'Client_Authentication_Handshake',
    because: '§6: CertificateRequest before Certificate; an ECDSA P-256 certificate, CertificateVerify with 0403',
    ...PROVED,
    group: 'x25519',
    signatureScheme: 'ecdsa_secp256r1_sha256',
    detail: { clientCertificateRequested: true },
  },
  {
    trace: 'Middlebox_Compatibility_Mode',
    because: '§7: a session id is echoed, a ChangeCipherSpec precedes the protected records',
    ...PROVED,
    group: 'x25519',
    signatureScheme: 'rsa_pss_rsae_sha256',
    detail: {},
  },
  {
    trace: 'Externally_Provided_PSK_with_Ephemeral_Key',
    because: 'pre_shared_key in ServerHello, Finished behind EncryptedExtensions (server_name at their end)',
    ...NO_CERTIFICATE,
    outcome: 'misbehaved',
    reason: 'unexpected-message',
    serverNameAcknowledged: true,
    detail: { message: 'Finished', awaiting: 'Certificate' },
  },
  {
    trace: 'RawPublicKey_With_Client_Authentication',
    because:
      'EncryptedExtensions select server_certificate_type (0014) 2, RawPublicKey: there is no certificate to read',
    ...NO_CERTIFICATE,
    outcome: 'incompatible',
    reason: 'certificate-type',
    serverNameAcknowledged: true,
    detail: { certificateType: 2 },
  },
];
