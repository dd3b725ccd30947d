import type { KeyTypeOffer, ProtocolVersion } from '../model/hello.js';
import { cipherSuite } from '../tls/cipher-suites.js';
import type { ClientHello } from '../tls/client-hello.js';
import { signatureScheme } from '../tls/signature-schemes.js';
import { versionName } from '../tls/versions.js';

/** What a lab server needs to know of a ClientHello. */
export interface Offer {
  /** Lower-cased; null without server_name. */
  readonly serverName: string | null;
  /** Newest first. */
  readonly versions: readonly ProtocolVersion[];
  /** By the signature schemes, for TLS 1.3. */
  readonly keyTypes: KeyTypeOffer;
  /** By the authentication of the cipher suites too, for TLS 1.2 and below. */
  readonly keyTypesBeforeTls13: KeyTypeOffer;
  readonly hello: ClientHello;
  /** The handshake message with its header: what transcripts hash. */
  readonly message: Uint8Array;
}

/** What a hello offers. */
export function offerOf({ hello, message }: { readonly hello: ClientHello; readonly message: Uint8Array }): Offer {
  return {
    serverName: hello.serverName?.toLowerCase() ?? null,
    versions: versionsOf(hello),
    keyTypes: offered(signed(hello, 'rsa'), signed(hello, 'ecdsa')),
    keyTypesBeforeTls13: offered(
      signed(hello, 'rsa') && authenticated(hello, 'rsa'),
      signed(hello, 'ecdsa') && authenticated(hello, 'ecdsa'),
    ),
    hello,
    message,
  };
}

function versionsOf(hello: ClientHello): readonly ProtocolVersion[] {
  const legacy: readonly ProtocolVersion[] = ['TLSv1.2', 'TLSv1.1', 'TLSv1', 'SSLv3'];
  if (hello.supportedVersions.length === 0) {
    const newest = versionName(hello.legacyVersion);
    return newest === null ? legacy : legacy.slice(Math.max(legacy.indexOf(newest), 0));
  }
  return hello.supportedVersions.flatMap((code) => versionName(code) ?? []);
}

/** Clients from before TLS 1.2 send no schemes: their cipher suites say everything. */
function signed(hello: ClientHello, keyType: 'rsa' | 'ecdsa'): boolean {
  return (
    hello.signatureSchemes.length === 0 ||
    hello.signatureSchemes.some((code) => signatureScheme(code)?.keyType === keyType)
  );
}

function authenticated(hello: ClientHello, keyType: 'rsa' | 'ecdsa'): boolean {
  return hello.cipherSuites.some((code) => cipherSuite(code)?.authentication === keyType);
}

/** A client that takes neither is treated as one that takes both: the handshake itself will say what is missing. */
function offered(rsa: boolean, ecdsa: boolean): KeyTypeOffer {
  return rsa === ecdsa ? 'any' : rsa ? 'rsa' : 'ecdsa';
}
