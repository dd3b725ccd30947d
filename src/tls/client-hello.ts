import {
  COOKIE,
  KEY_SHARE,
  PRE_SHARED_KEY,
  SERVER_NAME,
  SIGNATURE_ALGORITHMS,
  STATUS_REQUEST,
  SUPPORTED_GROUPS,
  SUPPORTED_VERSIONS,
} from './extension-types.js';
import { type Extension, Extensions, writeExtensions } from './extensions.js';
import { CLIENT_HELLO } from './handshake-type.js';
import { Reader } from './reader.js';
import { write } from './writer.js';

/** What stands in a ClientHello's fixed fields, and its extensions as they are (RFC 8446 §4.1.2; RFC 5246 §7.4.1.2). */
export interface ClientHelloFields {
  readonly legacyVersion: number;
  /** 32 bytes. */
  readonly random: Uint8Array;
  /** At most 32 bytes. */
  readonly sessionId: Uint8Array;
  readonly cipherSuites: readonly number[];
  readonly compressionMethods: readonly number[];
  /** In wire order; empty also where there is no extensions field. */
  readonly extensions: readonly Extension[];
}

/** What a server can know of a client. Lists are empty where the extension is absent; GREASE (RFC 8701) is left in. */
export interface ClientHello extends ClientHelloFields {
  /** host_name of server_name, as sent: not lower-cased, each byte a code unit; null without one. */
  readonly serverName: string | null;
  readonly supportedVersions: readonly number[];
  readonly supportedGroups: readonly number[];
  readonly signatureSchemes: readonly number[];
  readonly keyShares: readonly KeyShareEntry[];
  readonly cookie: Uint8Array | null;
  readonly statusRequest: boolean;
  readonly preSharedKey: boolean;
}

/** RFC 8446 §4.2.8. */
export interface KeyShareEntry {
  readonly group: number;
  readonly publicKey: Uint8Array;
}

/** The handshake message, its four-byte header included. */
export function writeClientHello(hello: ClientHelloFields): Uint8Array {
  return write((w) =>
    w.u8(CLIENT_HELLO).vector(3, () => {
      w.u16(hello.legacyVersion)
        .bytes(hello.random)
        .vector(1, () => w.bytes(hello.sessionId))
        .u16List(2, hello.cipherSuites)
        .vector(1, () => {
          for (const method of hello.compressionMethods) w.u8(method);
        });
      if (hello.extensions.length > 0) writeExtensions(w, hello.extensions);
    }),
  );
}

/** Reads the body of the handshake message, without its header. Throws `PeerFault`. */
export function readClientHello(body: Uint8Array): ClientHello {
  const reader = new Reader(body, 'ClientHello');
  const fixed = {
    legacyVersion: reader.u16('legacy_version'),
    random: reader.bytes(32, 'random'),
    sessionId: reader.vector(1, 'legacy_session_id', { max: 32 }),
    cipherSuites: reader.u16List(2, 'cipher_suites', { min: 2 }),
    compressionMethods: [...reader.vector(1, 'legacy_compression_methods', { min: 1 })],
  };
  const extensions = reader.remaining > 0 ? Extensions.read(reader) : Extensions.none();
  reader.end();
  return {
    ...fixed,
    extensions: extensions.list,
    serverName: extensions.get(SERVER_NAME, readServerName),
    supportedVersions: extensions.get(SUPPORTED_VERSIONS, (body) => body.u16List(1, 'versions', { min: 2 })) ?? [],
    supportedGroups: extensions.get(SUPPORTED_GROUPS, (body) => body.u16List(2, 'named_group_list', { min: 2 })) ?? [],
    signatureSchemes:
      extensions.get(SIGNATURE_ALGORITHMS, (body) => body.u16List(2, 'supported_signature_algorithms', { min: 2 })) ??
      [],
    keyShares: extensions.get(KEY_SHARE, readKeyShares) ?? [],
    cookie: extensions.get(COOKIE, (body) => body.vector(2, 'cookie', { min: 1 })),
    statusRequest: extensions.has(STATUS_REQUEST),
    preSharedKey: extensions.has(PRE_SHARED_KEY),
  };
}

/** `ServerNameList` (RFC 6066 §3): one host_name at most; other name types are passed over. */
function readServerName(body: Reader): string | null {
  const list = body.sub(2, 'server_name_list', { min: 1 });
  let hostName: string | null = null;
  while (list.remaining > 0) {
    const type = list.u8('name_type');
    const name = list.vector(2, 'name', type === 0 ? { min: 1 } : {});
    if (type !== 0) continue;
    if (hostName !== null) throw list.fault('name_type', 'a second host_name');
    hostName = Buffer.from(name.buffer, name.byteOffset, name.length).toString('latin1');
  }
  return hostName;
}

function readKeyShares(body: Reader): readonly KeyShareEntry[] {
  const list = body.sub(2, 'client_shares');
  const shares: KeyShareEntry[] = [];
  while (list.remaining > 0) {
    shares.push({ group: list.u16('group'), publicKey: list.vector(2, 'key_exchange', { min: 1 }) });
  }
  return shares;
}
