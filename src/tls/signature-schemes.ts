import { hex16 } from './versions.js';

export type SignatureHash = 'md5-sha1' | 'sha1' | 'sha224' | 'sha256' | 'sha384' | 'sha512';

/** How a handshake signature is made (RFC 8446 §4.2.3; RFC 5246 §7.4.1.4.1). */
export interface SignatureScheme {
  /** Null for the signatures before TLS 1.2, which carry no code. */
  readonly code: number | null;
  readonly name: string;
  /** The `keyType` of certificates that can sign so, as `x509/` names it. */
  readonly keyType: 'rsa' | 'rsa-pss' | 'ecdsa' | 'ed25519' | 'ed448' | 'dsa';
  readonly padding: 'pkcs1' | 'pss' | null;
  /** Null where the algorithm brings its own. */
  readonly hash: SignatureHash | null;
  /** The curve that TLS 1.3 demands; TLS 1.2 reads the same code as "ECDSA with this hash" over any curve. */
  readonly curve: 'P-256' | 'P-384' | 'P-521' | null;
  /** May stand in a CertificateVerify of TLS 1.3 (RFC 8446 §4.4.3). */
  readonly inTls13: boolean;
}

const SCHEMES: readonly SignatureScheme[] = [
  ecdsa(0x0403, 'ecdsa_secp256r1_sha256', 'sha256', 'P-256'),
  ecdsa(0x0503, 'ecdsa_secp384r1_sha384', 'sha384', 'P-384'),
  ecdsa(0x0603, 'ecdsa_secp521r1_sha512', 'sha512', 'P-521'),
  ecdsa(0x0303, 'ecdsa_sha224', 'sha224', null),
  ecdsa(0x0203, 'ecdsa_sha1', 'sha1', null),
  pss(0x0804, 'rsa_pss_rsae_sha256', 'rsa', 'sha256'),
  pss(0x0805, 'rsa_pss_rsae_sha384', 'rsa', 'sha384'),
  pss(0x0806, 'rsa_pss_rsae_sha512', 'rsa', 'sha512'),
  pss(0x0809, 'rsa_pss_pss_sha256', 'rsa-pss', 'sha256'),
  pss(0x080a, 'rsa_pss_pss_sha384', 'rsa-pss', 'sha384'),
  pss(0x080b, 'rsa_pss_pss_sha512', 'rsa-pss', 'sha512'),
  pkcs1(0x0401, 'rsa_pkcs1_sha256', 'sha256'),
  pkcs1(0x0501, 'rsa_pkcs1_sha384', 'sha384'),
  pkcs1(0x0601, 'rsa_pkcs1_sha512', 'sha512'),
  pkcs1(0x0301, 'rsa_pkcs1_sha224', 'sha224'),
  pkcs1(0x0201, 'rsa_pkcs1_sha1', 'sha1'),
  edwards(0x0807, 'ed25519'),
  edwards(0x0808, 'ed448'),
  dsa(0x0202, 'dsa_sha1', 'sha1'),
  dsa(0x0402, 'dsa_sha256', 'sha256'),
];

/** Before TLS 1.2 the key alone says how it signs (RFC 4346 §7.4.3; RFC 4492 §5.4). */
const BEFORE_TLS12: readonly SignatureScheme[] = [
  pkcs1(null, 'rsa_pkcs1_md5_sha1', 'md5-sha1'),
  ecdsa(null, 'ecdsa_sha1', 'sha1', null),
  dsa(null, 'dsa_sha1', 'sha1'),
];

const BY_CODE: ReadonlyMap<number, SignatureScheme> = new Map(SCHEMES.map((scheme) => [scheme.code ?? 0, scheme]));

/** Null for a scheme that we cannot verify. */
export function signatureScheme(code: number): SignatureScheme | null {
  return BY_CODE.get(code) ?? null;
}

/** The IANA name, or the code where we know none. */
export function signatureSchemeName(code: number): string {
  return BY_CODE.get(code)?.name ?? hex16(code);
}

/** How a key of this type signs before TLS 1.2; null where it cannot. */
export function schemeBeforeTls12(keyType: string): SignatureScheme | null {
  return BEFORE_TLS12.find((scheme) => scheme.keyType === keyType) ?? null;
}

function ecdsa(
  code: number | null,
  name: string,
  hash: SignatureHash,
  curve: SignatureScheme['curve'],
): SignatureScheme {
  return { code, name, keyType: 'ecdsa', padding: null, hash, curve, inTls13: curve !== null };
}

function pss(code: number, name: string, keyType: 'rsa' | 'rsa-pss', hash: SignatureHash): SignatureScheme {
  return { code, name, keyType, padding: 'pss', hash, curve: null, inTls13: true };
}

function pkcs1(code: number | null, name: string, hash: SignatureHash): SignatureScheme {
  return { code, name, keyType: 'rsa', padding: 'pkcs1', hash, curve: null, inTls13: false };
}

function edwards(code: number, name: 'ed25519' | 'ed448'): SignatureScheme {
  return { code, name, keyType: name, padding: null, hash: null, curve: null, inTls13: true };
}

function dsa(code: number | null, name: string, hash: SignatureHash): SignatureScheme {
  return { code, name, keyType: 'dsa', padding: null, hash, curve: null, inTls13: false };
}
