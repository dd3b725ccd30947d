/**
 * What each recorded stream comes to, stated from its bytes (first records in hex, the ServerHello's version, suite and
 * extensions) and from tshark's index, never from our reader. The streams answer somebody else's hello: nothing is
 * verified, and TLS 1.3 ends where it is encrypted.
 */
export interface Expected {
  readonly file: string;
  /** Bytes of STARTTLS talk before the first record. */
  readonly preamble: number;
  readonly outcome: string;
  readonly reason: string | null;
  readonly stage: string;
  readonly protocol: string | null;
  readonly cipherSuite: string | null;
  readonly group: string | null;
  /** How many; which ones is the index's word. */
  readonly certificates: number;
  readonly possessionReason: string;
  readonly acknowledged: boolean | null;
  readonly ocspStaple: boolean | null;
  /** Codes. */
  readonly warningAlerts: readonly number[];
  readonly detail: Readonly<Record<string, unknown>>;
  readonly because: string;
}

type Special = Partial<Expected>;

/** Up to TLS 1.2 with ServerKeyExchange: there is a signature, over randoms that are not ours. */
function signed(
  file: string,
  preamble: number,
  protocol: string,
  cipherSuite: string,
  group: string,
  certificates: number,
  special: Special = {},
): Expected {
  return {
    file,
    preamble,
    outcome: 'served',
    reason: null,
    stage: 'possession',
    protocol,
    cipherSuite,
    group,
    certificates,
    possessionReason: 'not-asked',
    acknowledged: false,
    ocspStaple: false,
    warningAlerts: [],
    detail: {},
    because: 'ServerHello, Certificate, ServerKeyExchange, ServerHelloDone',
    ...special,
  };
}

/** Up to TLS 1.2 with RSA key exchange: nothing is signed. */
function encrypted(
  file: string,
  preamble: number,
  protocol: string,
  cipherSuite: string,
  group: null,
  certificates: number,
  special: Special = {},
): Expected {
  return {
    ...signed(file, preamble, protocol, cipherSuite, '', certificates),
    group,
    stage: 'certificate',
    possessionReason: 'rsa-key-exchange',
    because: 'ServerHello, Certificate, ServerHelloDone',
    ...special,
  };
}

const NOTHING_READ = {
  preamble: 0,
  protocol: null,
  cipherSuite: null,
  group: null,
  certificates: 0,
  possessionReason: 'not-reached',
  acknowledged: null,
  ocspStaple: null,
  warningAlerts: [],
};

/** TLS 1.3: the ServerHello is in the clear (supported_versions 0304), what follows is not. */
function tls13(file: string, cipherSuite: string, group: string, special: Special = {}): Expected {
  return {
    ...NOTHING_READ,
    file,
    outcome: 'incompatible',
    reason: 'encrypted',
    stage: 'server-hello',
    protocol: 'TLSv1.3',
    cipherSuite,
    group,
    detail: { awaiting: 'EncryptedExtensions' },
    because: 'supported_versions 0304: records of type 17 follow',
    ...special,
  };
}

/** A draft or an experiment of TLS 1.3: the version is none that we know. */
function otherVersion(file: string, version: string, because: string): Expected {
  return {
    ...NOTHING_READ,
    file,
    outcome: 'incompatible',
    reason: 'version',
    stage: 'client-hello',
    detail: { version },
    because,
  };
}

/** In the order of the index. */
export const EXPECTED: readonly Expected[] = [
  signed('CVE-2015-3194.pcap.0', 0, 'TLSv1.2', 'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384', 'secp256r1', 1, {
    because: 'a certificate with broken PSS parameters: its bytes are what counts',
  }),
  signed('cert-no-cn.pcap.0', 0, 'TLSv1', 'TLS_DHE_RSA_WITH_AES_256_CBC_SHA', 'dh-512', 1, {
    because: 'record version 0301, dh_p of 0040 bytes',
  }),
  signed('certificate-request-failed.pcap.0', 0, 'TLSv1.2', 'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384', 'x25519', 2, {
    detail: { clientCertificateRequested: true },
    because: 'alert 40 comes only behind ServerHelloDone',
  }),
  signed('certificate-with-sct.pcap.0', 0, 'TLSv1.2', 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256', 'secp256r1', 3, {
    acknowledged: true,
  }),
  tls13('chrome-1250-tls-x25519-kyber.pcap.0', 'TLS_AES_128_GCM_SHA256', 'X25519Kyber768Draft00', {
    because: 'key_share 6399',
  }),
  signed('chrome-34-google.pcap.0', 0, 'TLSv1.2', 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256', 'secp256r1', 3, {
    acknowledged: true,
  }),
  otherVersion(
    'chrome-63.0.3211.0-canary-tls_experiment.pcap.0',
    '0x7e01',
    'supported_versions 7e01: an experiment of 2017',
  ),
  signed('client-certificate.pcap.0', 0, 'TLSv1.2', 'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384', 'x25519', 3, {
    acknowledged: true,
    detail: { clientCertificateRequested: true },
    because: 'CertificateRequest before ServerHelloDone',
  }),
  signed('dhe.pcap.0', 0, 'TLSv1.2', 'TLS_DHE_RSA_WITH_CAMELLIA_256_CBC_SHA', 'dh-1024', 2),
  signed('ecdhe.pcap.0', 0, 'TLSv1.2', 'TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA', 'secp256r1', 3),
  signed('ecdsa-cert.pcap.0', 0, 'TLSv1.2', 'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256', 'secp384r1', 2),
  signed('google-cert-repeat.pcap.0', 0, 'TLSv1.2', 'TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256', 'x25519', 3, {
    detail: { downgradeSentinel: true },
    because: 'the random ends with DOWNGRD 01 (google-cert-repeat 0-7 alike)',
  }),
  signed('google-cert-repeat.pcap.1', 0, 'TLSv1.2', 'TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256', 'x25519', 3, {
    detail: { downgradeSentinel: true },
  }),
  signed('google-cert-repeat.pcap.2', 0, 'TLSv1.2', 'TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256', 'x25519', 3, {
    detail: { downgradeSentinel: true },
  }),
  signed('google-cert-repeat.pcap.3', 0, 'TLSv1.2', 'TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256', 'x25519', 3, {
    detail: { downgradeSentinel: true },
  }),
  signed('google-cert-repeat.pcap.4', 0, 'TLSv1.2', 'TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256', 'x25519', 3, {
    detail: { downgradeSentinel: true },
  }),
  signed('google-cert-repeat.pcap.5', 0, 'TLSv1.2', 'TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256', 'x25519', 3, {
    detail: { downgradeSentinel: true },
  }),
  signed('google-cert-repeat.pcap.6', 0, 'TLSv1.2', 'TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256', 'x25519', 3, {
    detail: { downgradeSentinel: true },
  }),
  signed('google-cert-repeat.pcap.7', 0, 'TLSv1.2', 'TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256', 'x25519', 3, {
    detail: { downgradeSentinel: true },
  }),
  signed('google-duplicate.pcap.0', 0, 'TLSv1.2', 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256', 'secp256r1', 3),
  signed('google-duplicate.pcap.1', 0, 'TLSv1.2', 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256', 'secp256r1', 3),
  signed('heartbleed-encrypted-short.pcap.0', 0, 'TLSv1', 'TLS_DHE_RSA_WITH_CAMELLIA_256_CBC_SHA', 'dh-512', 1),
  signed('heartbleed-encrypted-success.pcap.0', 0, 'TLSv1', 'TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA', 'secp256r1', 2),
  signed('heartbleed-encrypted.pcap.0', 0, 'TLSv1.2', 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256', 'secp256r1', 2, {
    acknowledged: true,
  }),
  signed('heartbleed-success.pcap.0', 0, 'TLSv1.2', 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256', 'secp256r1', 2, {
    because: 'the heartbeat record stands behind ServerHelloDone',
  }),
  signed('heartbleed.pcap.0', 0, 'TLSv1.2', 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256', 'secp256r1', 2),
  tls13('hrr.pcap.0', 'TLS_AES_256_GCM_SHA384', 'secp256r1', {
    detail: { awaiting: 'EncryptedExtensions', helloRetryRequest: true },
    because: 'random cf21ad74…: HelloRetryRequest for 0017, ChangeCipherSpec, then ServerHello with a share of 0017',
  }),
  signed('imap-starttls.pcap.0', 530, 'TLSv1.2', 'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384', 'secp256r1', 3, {
    because: 'TLS begins behind 530 bytes of IMAP',
  }),
  encrypted('missing-intermediate.pcap.0', 0, 'TLSv1', 'TLS_RSA_WITH_RC4_128_MD5', null, 1, {
    because: 'three messages in one record',
  }),
  signed('missing-intermediate.pcap.1', 0, 'TLSv1.2', 'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384', 'secp256r1', 3),
  encrypted('missing-intermediate.pcap.2', 0, 'TLSv1', 'TLS_RSA_WITH_RC4_128_MD5', null, 1),
  encrypted('ml-dsa-44-cert.pcap.0', 0, 'TLSv1.2', 'TLS_RSA_WITH_AES_128_CBC_SHA', null, 1, {
    ocspStaple: null,
    because: 'suite 002f; it ends behind Certificate: whether a staple would have followed is not known',
  }),
  signed('ocsp-stapling-digicert.pcap.0', 0, 'TLSv1', 'TLS_ECDHE_RSA_WITH_RC4_128_SHA', 'secp256r1', 2, {
    ocspStaple: true,
    because: 'CertificateStatus behind Certificate',
  }),
  signed('ocsp-stapling-twimg.pcap.0', 0, 'TLSv1', 'TLS_ECDHE_RSA_WITH_RC4_128_SHA', 'secp256r1', 2, {
    ocspStaple: true,
  }),
  signed('ocsp-stapling.pcap.0', 0, 'TLSv1', 'TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA', 'secp384r1', 3, {
    ocspStaple: true,
    because: 'five messages in one record of 7001 bytes',
  }),
  tls13('openjdk-25.0.2-zeek.org.pcap.0', 'TLS_AES_256_GCM_SHA384', 'x25519'),
  signed('pop3-starttls.pcap.0', 138, 'TLSv1.2', 'TLS_DHE_RSA_WITH_AES_256_GCM_SHA384', 'dh-1024', 1, {
    detail: { clientCertificateRequested: true },
    because: 'behind 138 bytes of POP3; dh_p of 0080 bytes',
  }),
  signed(
    'signed_certificate_timestamp-2.pcap.0',
    0,
    'TLSv1.2',
    'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256',
    'secp256r1',
    2,
    { acknowledged: true, ocspStaple: true },
  ),
  signed('signed_certificate_timestamp.pcap.0', 0, 'TLSv1.2', 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256', 'secp256r1', 3, {
    acknowledged: true,
    ocspStaple: true,
  }),
  signed(
    'signed_certificate_timestamp_tls1_0.pcap.0',
    0,
    'TLSv1',
    'TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA',
    'secp256r1',
    3,
  ),
  signed('smtp-starttls.pcap.0', 224, 'TLSv1.2', 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256', 'secp256r1', 3, {
    because: 'behind 224 bytes of SMTP',
  }),
  {
    ...NOTHING_READ,
    file: 'ssl-v2.pcap.0',
    outcome: 'not-tls',
    reason: 'ssl2',
    stage: 'client-hello',
    detail: {},
    because: '802e 01 0002: a two-byte record header and a message of SSL 2.0',
  },
  encrypted('ssl.v3.pcap.0', 0, 'TLSv1', 'TLS_RSA_WITH_RC4_128_MD5', null, 2, {
    because: 'despite its name the ServerHello says 0301',
  }),
  encrypted('ssl.v3.pcap.1', 0, 'TLSv1', 'TLS_RSA_WITH_RC4_128_MD5', null, 2),
  encrypted('ssl.v3.pcap.2', 0, 'TLSv1', 'TLS_RSA_WITH_RC4_128_MD5', null, 2),
  signed('telesec.pcap.0', 0, 'TLSv1.2', 'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384', 'secp256r1', 3),
  signed('tls-1.2-stream-keylog.pcap.0', 0, 'TLSv1.2', 'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384', 'secp256r1', 2, {
    acknowledged: true,
  }),
  otherVersion('tls-13draft19-early-data.pcap.0', '0x7f13', 'ServerHello 7f13: draft 19'),
  otherVersion('tls-13draft19-early-data.pcap.1', '0x7f13', 'ServerHello 7f13: draft 19'),
  signed('tls-conn-with-extensions.pcap.0', 0, 'TLSv1', 'TLS_ECDHE_RSA_WITH_RC4_128_SHA', 'secp256r1', 2, {
    acknowledged: true,
  }),
  signed('tls-early-alert.pcap.0', 0, 'TLSv1.2', 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256', 'secp256r1', 4, {
    acknowledged: true,
    warningAlerts: [112],
    because: 'a warning 0170 (unrecognized_name) before ServerHello is kept, and the flight read on',
  }),
  signed('tls-expired-cert.pcap.0', 0, 'TLSv1', 'TLS_DHE_RSA_WITH_AES_256_CBC_SHA', 'dh-1024', 2),
  encrypted('tls-expired-cert.pcap.1', 0, 'TLSv1', 'TLS_RSA_WITH_AES_256_CBC_SHA', null, 3),
  encrypted('tls1.2-late-protocol-error.pcap.0', 0, 'TLSv1.2', 'TLS_RSA_WITH_RC4_128_MD5', null, 3, {
    because: 'the error comes behind ServerHelloDone',
  }),
  {
    ...NOTHING_READ,
    file: 'tls1.2-protocol-violation.pcap.0',
    outcome: 'malformed',
    reason: 'Certificate/certificate_list[0]',
    stage: 'server-hello',
    protocol: 'TLSv1.2',
    cipherSuite: 'TLS_RSA_WITH_RC4_128_MD5',
    acknowledged: false,
    detail: { offset: 3, problem: 'length 1449 goes past the end: 250 bytes are left' },
    because: '0b000100 000eec 0005a9: a message of 256 bytes whose first certificate claims 1449',
  },
  encrypted('tls1.2.pcap.0', 0, 'TLSv1.2', 'TLS_RSA_WITH_RC4_128_MD5', null, 3),
  signed('tls12-decryption.pcap.0', 0, 'TLSv1.2', 'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384', 'x25519', 2, {
    acknowledged: true,
  }),
  tls13('tls13-ech.pcap.1', 'TLS_AES_128_GCM_SHA256', 'x25519'),
  tls13('tls13-ech.pcap.2', 'TLS_AES_128_GCM_SHA256', 'x25519'),
  tls13('tls13_psk_succesfull.pcap.0', 'TLS_CHACHA20_POLY1305_SHA256', 'x25519', {
    because: 'with pre_shared_key (0029)',
  }),
  tls13('tls13_wolfssl.pcap.0', 'TLS_AES_256_GCM_SHA384', 'secp256r1'),
  otherVersion('tls13draft16-chrome55.0.2879.0-canary.pcap.0', '0x7f0e', 'ServerHello 7f0e: draft 14'),
  otherVersion('tls13draft16-chrome55.0.2879.0-canary.pcap.1', '0x7f0e', 'ServerHello 7f0e: draft 14'),
  otherVersion('tls13draft16-ff52.a01.pcap.0', '0x7f10', 'ServerHello 7f10: draft 16'),
  otherVersion('tls13draft16-ff52.a01.pcap.1', '0x7f10', 'ServerHello 7f10: draft 16'),
  otherVersion('tls13draft23-chrome67.0.3368.0-canary.pcap.0', '0x7f17', 'supported_versions 7f17: draft 23'),
  signed('tls1_1.pcap.0', 0, 'TLSv1.1', 'TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA', 'secp256r1', 3, {
    because: 'the only TLS 1.1',
  }),
  signed('x509-generalizedtime.pcap.0', 0, 'TLSv1.2', 'TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384', 'secp256r1', 1, {
    because: 'a certificate of 507 bytes, self-signed',
  }),
  signed('xmpp-dialback-starttls.pcap.0', 415, 'TLSv1.2', 'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384', 'secp384r1', 3, {
    detail: { clientCertificateRequested: true },
    because: 'behind 415 bytes of XMPP',
  }),
  signed('xmpp-starttls.pcap.0', 525, 'TLSv1.2', 'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384', 'secp256r1', 2, {
    because: 'behind 525 bytes of XMPP',
  }),
];
