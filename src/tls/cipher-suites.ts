import { hex16 } from './versions.js';

export type Aead = 'aes-128-gcm' | 'aes-256-gcm' | 'chacha20-poly1305';

/** What TLS 1.3 needs of a suite (RFC 8446 §B.4). */
export interface Tls13Suite {
  readonly code: number;
  readonly name: string;
  readonly keyExchange: 'tls13';
  readonly authentication: 'any';
  readonly aead: Aead;
  readonly hash: 'sha256' | 'sha384';
}

/** What reading a flight up to TLS 1.2 needs: whether ServerKeyExchange comes, and whose key signs it. */
export interface OlderSuite {
  readonly code: number;
  readonly name: string;
  readonly keyExchange: 'ecdhe' | 'dhe' | 'rsa';
  readonly authentication: 'ecdsa' | 'rsa' | 'dss';
}

export type CipherSuite = Tls13Suite | OlderSuite;

const TLS13_SUITES: readonly Tls13Suite[] = [
  tls13(0x1301, 'TLS_AES_128_GCM_SHA256', 'aes-128-gcm', 'sha256'),
  tls13(0x1302, 'TLS_AES_256_GCM_SHA384', 'aes-256-gcm', 'sha384'),
  tls13(0x1303, 'TLS_CHACHA20_POLY1305_SHA256', 'chacha20-poly1305', 'sha256'),
];

/** Names by the IANA registry. Those that we never offer are here because servers choose them for others' hellos. */
const OLDER_SUITES: readonly OlderSuite[] = [
  ...older('ecdhe', 'ecdsa', 'TLS_ECDHE_ECDSA_WITH_', [
    [0xc02b, 'AES_128_GCM_SHA256'],
    [0xc02c, 'AES_256_GCM_SHA384'],
    [0xcca9, 'CHACHA20_POLY1305_SHA256'],
    [0xc023, 'AES_128_CBC_SHA256'],
    [0xc024, 'AES_256_CBC_SHA384'],
    [0xc009, 'AES_128_CBC_SHA'],
    [0xc00a, 'AES_256_CBC_SHA'],
    [0xc008, '3DES_EDE_CBC_SHA'],
    [0xc007, 'RC4_128_SHA'],
    [0xc0ac, 'AES_128_CCM'],
    [0xc0ae, 'AES_128_CCM_8'],
  ]),
  ...older('ecdhe', 'rsa', 'TLS_ECDHE_RSA_WITH_', [
    [0xc02f, 'AES_128_GCM_SHA256'],
    [0xc030, 'AES_256_GCM_SHA384'],
    [0xcca8, 'CHACHA20_POLY1305_SHA256'],
    [0xc027, 'AES_128_CBC_SHA256'],
    [0xc028, 'AES_256_CBC_SHA384'],
    [0xc013, 'AES_128_CBC_SHA'],
    [0xc014, 'AES_256_CBC_SHA'],
    [0xc012, '3DES_EDE_CBC_SHA'],
    [0xc011, 'RC4_128_SHA'],
  ]),
  ...older('dhe', 'rsa', 'TLS_DHE_RSA_WITH_', [
    [0x009e, 'AES_128_GCM_SHA256'],
    [0x009f, 'AES_256_GCM_SHA384'],
    [0xccaa, 'CHACHA20_POLY1305_SHA256'],
    [0x0067, 'AES_128_CBC_SHA256'],
    [0x006b, 'AES_256_CBC_SHA256'],
    [0x0033, 'AES_128_CBC_SHA'],
    [0x0039, 'AES_256_CBC_SHA'],
    [0x0016, '3DES_EDE_CBC_SHA'],
    [0x0045, 'CAMELLIA_128_CBC_SHA'],
    [0x0088, 'CAMELLIA_256_CBC_SHA'],
  ]),
  ...older('dhe', 'dss', 'TLS_DHE_DSS_WITH_', [
    [0x0032, 'AES_128_CBC_SHA'],
    [0x0038, 'AES_256_CBC_SHA'],
    [0x0013, '3DES_EDE_CBC_SHA'],
  ]),
  ...older('rsa', 'rsa', 'TLS_RSA_WITH_', [
    [0x009c, 'AES_128_GCM_SHA256'],
    [0x009d, 'AES_256_GCM_SHA384'],
    [0x003c, 'AES_128_CBC_SHA256'],
    [0x003d, 'AES_256_CBC_SHA256'],
    [0x002f, 'AES_128_CBC_SHA'],
    [0x0035, 'AES_256_CBC_SHA'],
    [0x000a, '3DES_EDE_CBC_SHA'],
    [0x0005, 'RC4_128_SHA'],
    [0x0004, 'RC4_128_MD5'],
    [0x0041, 'CAMELLIA_128_CBC_SHA'],
    [0x0084, 'CAMELLIA_256_CBC_SHA'],
    [0x0096, 'SEED_CBC_SHA'],
    [0x0007, 'IDEA_CBC_SHA'],
    [0x0009, 'DES_CBC_SHA'],
  ]),
];

const BY_CODE: ReadonlyMap<number, CipherSuite> = new Map(
  [...TLS13_SUITES, ...OLDER_SUITES].map((suite) => [suite.code, suite]),
);

/** Null for a suite that we do not know. */
export function cipherSuite(code: number): CipherSuite | null {
  return BY_CODE.get(code) ?? null;
}

/** The IANA name, or the code (`0xcca9`) where we know none. */
export function cipherSuiteName(code: number): string {
  return BY_CODE.get(code)?.name ?? hex16(code);
}

function tls13(code: number, name: string, aead: Aead, hash: Tls13Suite['hash']): Tls13Suite {
  return { code, name, keyExchange: 'tls13', authentication: 'any', aead, hash };
}

function older(
  keyExchange: OlderSuite['keyExchange'],
  authentication: OlderSuite['authentication'],
  prefix: string,
  suites: readonly (readonly [number, string])[],
): readonly OlderSuite[] {
  return suites.map(([code, name]) => ({ code, name: prefix + name, keyExchange, authentication }));
}
