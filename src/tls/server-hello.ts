import { COOKIE, KEY_SHARE, PRE_SHARED_KEY, SUPPORTED_VERSIONS } from './extension-types.js';
import { Extensions } from './extensions.js';
import { incompatible } from './fault.js';
import { Reader } from './reader.js';
import { hex16, SSL3, TLS12, TLS13 } from './versions.js';

/** SHA-256 of "HelloRetryRequest": the random that makes a ServerHello one (RFC 8446 §4.1.3). */
export const RETRY_RANDOM: Uint8Array = Uint8Array.from([
  0xcf, 0x21, 0xad, 0x74, 0xe5, 0x9a, 0x61, 0x11, 0xbe, 0x1d, 0x8c, 0x02, 0x1e, 0x65, 0xb8, 0x91, 0xc2, 0xa2, 0x11,
  0x16, 0x7a, 0xbb, 0x8c, 0x5e, 0x07, 0x9e, 0x09, 0xe2, 0xc8, 0xa8, 0x33, 0x9c,
]);

const DOWNGRADE = Uint8Array.from(Buffer.from('DOWNGRD', 'latin1'));

interface ServerHelloFields {
  /** The version that this message selects: supported_versions, or else legacy_version. */
  readonly version: number;
  readonly legacyVersion: number;
  readonly random: Uint8Array;
  readonly sessionId: Uint8Array;
  readonly cipherSuite: number;
  readonly compressionMethod: number;
  readonly extensions: Extensions;
}

/** RFC 8446 §4.1.3; RFC 5246 §7.4.1.3. */
export interface ServerHello extends ServerHelloFields {
  readonly kind: 'server-hello';
  readonly keyShare: { readonly group: number; readonly publicKey: Uint8Array } | null;
  /** The last eight bytes of the random say that the server could have spoken a newer version. */
  readonly downgradeSentinel: boolean;
  readonly preSharedKeySelected: boolean;
}

/** RFC 8446 §4.1.4. */
export interface HelloRetryRequest extends ServerHelloFields {
  readonly kind: 'hello-retry-request';
  readonly group: number | null;
  readonly cookie: Uint8Array | null;
}

/** Throws `PeerFault`; `incompatible/version` for drafts, experiments and versions that nobody has heard of. */
export function readServerHello(body: Uint8Array): ServerHello | HelloRetryRequest {
  const reader = new Reader(body, 'ServerHello');
  const legacyVersion = reader.u16('legacy_version');
  // Drafts of TLS 1.3 up to 21 say so here, and their ServerHello has another shape from the session id on.
  if (legacyVersion < SSL3 || legacyVersion > TLS12) throw incompatible('version', { version: hex16(legacyVersion) });
  const fixed = {
    random: reader.bytes(32, 'random'),
    sessionId: reader.vector(1, 'legacy_session_id_echo', { max: 32 }),
    cipherSuite: reader.u16('cipher_suite'),
    compressionMethod: reader.u8('legacy_compression_method'),
  };
  const extensions = reader.remaining > 0 ? Extensions.read(reader) : Extensions.none();
  reader.end();
  const version = selectedVersion(extensions) ?? legacyVersion;
  const hello = { ...fixed, version, legacyVersion, extensions };
  return isRetry(fixed.random) ? helloRetryRequest(hello) : serverHello(hello);
}

function selectedVersion(extensions: Extensions): number | null {
  const selected = extensions.get(SUPPORTED_VERSIONS, (body) => body.u16('selected_version'));
  if (selected === null || (selected >= SSL3 && selected <= TLS13)) return selected;
  throw incompatible('version', { version: hex16(selected) });
}

function serverHello(hello: ServerHelloFields): ServerHello {
  const { extensions, random, version } = hello;
  const tls13 = version === TLS13;
  return {
    ...hello,
    kind: 'server-hello',
    keyShare: !tls13
      ? null
      : extensions.get(KEY_SHARE, (body) => ({
          group: body.u16('group'),
          publicKey: body.vector(2, 'key_exchange', { min: 1 }),
        })),
    downgradeSentinel: !tls13 && DOWNGRADE.every((byte, i) => random[24 + i] === byte) && (random[31] ?? 2) <= 1,
    preSharedKeySelected: tls13 && extensions.get(PRE_SHARED_KEY, (body) => body.u16('selected_identity')) !== null,
  };
}

function helloRetryRequest(hello: ServerHelloFields): HelloRetryRequest {
  return {
    ...hello,
    kind: 'hello-retry-request',
    group: hello.extensions.get(KEY_SHARE, (body) => body.u16('selected_group')),
    cookie: hello.extensions.get(COOKIE, (body) => body.vector(2, 'cookie', { min: 1 })),
  };
}

function isRetry(random: Uint8Array): boolean {
  return RETRY_RANDOM.every((byte, i) => random[i] === byte);
}
