import type { Hello } from '../model/hello.js';
import { type CipherSuite, cipherSuite } from './cipher-suites.js';
import {
  cookieExtension,
  extendedMasterSecretExtension,
  keyShareExtension,
  pointFormatsExtension,
  pskModesExtension,
  renegotiationInfoExtension,
  serverNameExtension,
  signatureAlgorithmsExtension,
  statusRequestExtension,
  supportedGroupsExtension,
  supportedVersionsExtension,
} from './client-extensions.js';
import type { ClientHelloFields, KeyShareEntry } from './client-hello.js';
import { COOKIE, KEY_SHARE } from './extension-types.js';
import type { Extension } from './extensions.js';
import { SECP256R1, SECP384R1, SECP521R1, X25519 } from './groups.js';
import type { KeyShares } from './key-share.js';
import { signatureScheme } from './signature-schemes.js';
import { TLS12, TLS13, versionCode } from './versions.js';

/*
 * The layout of the hellos that we send, a current client's (DESIGN section 8). A server selects its certificate by it:
 * whatever changes here changes HELLO_VERSION in `control-hello.ts`.
 */

const TLS13_SUITES = [0x1301, 0x1302, 0x1303];
const TLS12_SUITES = [
  // ECDHE with AES-GCM and ChaCha20-Poly1305
  0xc02b, 0xc02f, 0xc02c, 0xc030, 0xcca9, 0xcca8,
  // ECDHE with AES-CBC and SHA-384, SHA-256, SHA-1: all that Server 2012 offers
  0xc024, 0xc028, 0xc023, 0xc027, 0xc00a, 0xc014, 0xc009, 0xc013,
  // DHE-RSA
  0x009e, 0x009f, 0x006b, 0x0067, 0x0039, 0x0033,
  // static RSA
  0x009c, 0x009d, 0x003d, 0x003c, 0x0035, 0x002f,
];
/** AES-CBC-SHA, then 3DES, in the same order of key exchanges. */
const LEGACY_SUITES = [0xc00a, 0xc014, 0xc009, 0xc013, 0x0039, 0x0033, 0x0035, 0x002f, 0xc008, 0xc012, 0x0016, 0x000a];

const GROUPS = [X25519, SECP256R1, SECP384R1, SECP521R1];
const KEY_SHARE_GROUPS = [X25519, SECP256R1];
/** ECDSA, RSA-PSS, RSA-PKCS#1, Ed25519; the SHA-1 schemes last. */
const SIGNATURE_SCHEMES = [
  0x0403, 0x0503, 0x0603, 0x0804, 0x0805, 0x0806, 0x0809, 0x080a, 0x080b, 0x0401, 0x0501, 0x0601, 0x0807, 0x0203,
  0x0201,
];

/** What is fresh for every connection. */
export interface Freshness {
  readonly random: Uint8Array;
  readonly sessionId: Uint8Array;
  readonly keyShares: KeyShares;
}

/** The ClientHello that says `hello`. */
export function layOut(hello: Hello, fresh: Freshness): ClientHelloFields {
  const versions = hello.versions.map(versionCode);
  const newest = Math.max(...versions);
  return {
    legacyVersion: Math.min(newest, TLS12),
    random: fresh.random,
    // Only TLS 1.3 has a use for a session id with nothing to resume: the middlebox compatibility of RFC 8446 §D.4.
    sessionId: newest >= TLS13 ? fresh.sessionId : new Uint8Array(),
    cipherSuites: suitesFor(hello, versions),
    compressionMethods: [0],
    extensions: extensionsFor(hello, versions, fresh),
  };
}

/**
 * The second hello after a HelloRetryRequest (RFC 8446 §4.1.2): the first one with the key share that was asked for, if
 * one was, and the cookie.
 */
export function layOutAgain(
  first: ClientHelloFields,
  retry: { readonly group: number | null; readonly cookie: Uint8Array | null },
  keyShares: KeyShares,
): ClientHelloFields {
  const { group, cookie } = retry;
  const extensions = first.extensions.flatMap((extension): readonly Extension[] => {
    if (extension.type === COOKIE) return [];
    if (extension.type !== KEY_SHARE) return [extension];
    const share = group === null ? extension : keyShareExtension([shareOf(group, keyShares)]);
    return cookie === null ? [share] : [share, cookieExtension(cookie)];
  });
  return { ...first, extensions };
}

function suitesFor({ keyTypes }: Hello, versions: readonly number[]): readonly number[] {
  const suites = [
    ...(versions.includes(TLS13) ? TLS13_SUITES : []),
    ...(versions.includes(TLS12) ? TLS12_SUITES : []),
    ...(versions.some((version) => version < TLS12) ? LEGACY_SUITES : []),
  ];
  if (keyTypes === 'any') return suites;
  return suites.filter((code) => authenticates(cipherSuite(code), keyTypes));
}

function authenticates(suite: CipherSuite | null, keyType: 'rsa' | 'ecdsa'): boolean {
  return suite !== null && (suite.authentication === 'any' || suite.authentication === keyType);
}

function schemesFor({ keyTypes }: Hello): readonly number[] {
  if (keyTypes === 'any') return SIGNATURE_SCHEMES;
  return SIGNATURE_SCHEMES.filter((code) => signatureScheme(code)?.keyType.split('-')[0] === keyTypes);
}

function extensionsFor(hello: Hello, versions: readonly number[], { keyShares }: Freshness): readonly Extension[] {
  const known = remembered.get(keyShares) ?? new Map<string, readonly Extension[]>();
  remembered.set(keyShares, known);
  const key = `${versions}|${hello.keyTypes}`;
  const unnamed = known.get(key) ?? extensionsWithoutName(hello, versions, keyShares);
  known.set(key, unnamed);
  return hello.serverName === null ? unnamed : [serverNameExtension(hello.serverName), ...unnamed];
}

/** All but server_name, which is first: with a run's key shares they are the same in every hello of one kind. */
const remembered = new WeakMap<KeyShares, Map<string, readonly Extension[]>>();

function extensionsWithoutName(hello: Hello, versions: readonly number[], keyShares: KeyShares): readonly Extension[] {
  const tls12 = versions.some((version) => version >= TLS12);
  const tls13 = versions.includes(TLS13);
  return [
    pointFormatsExtension(),
    supportedGroupsExtension(GROUPS),
    statusRequestExtension(),
    extendedMasterSecretExtension(),
    renegotiationInfoExtension(),
    ...(tls12 ? [signatureAlgorithmsExtension(schemesFor(hello))] : []),
    ...(tls13
      ? [
          supportedVersionsExtension(versions),
          pskModesExtension(),
          keyShareExtension(KEY_SHARE_GROUPS.map((group) => shareOf(group, keyShares))),
        ]
      : []),
  ];
}

function shareOf(group: number, keyShares: KeyShares): KeyShareEntry {
  return { group, publicKey: keyShares.publicKey(group) };
}
