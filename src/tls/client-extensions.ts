import type { KeyShareEntry } from './client-hello.js';
import {
  COOKIE,
  EC_POINT_FORMATS,
  EXTENDED_MASTER_SECRET,
  KEY_SHARE,
  PSK_KEY_EXCHANGE_MODES,
  RENEGOTIATION_INFO,
  SERVER_NAME,
  SIGNATURE_ALGORITHMS,
  STATUS_REQUEST,
  SUPPORTED_GROUPS,
  SUPPORTED_VERSIONS,
} from './extension-types.js';
import type { Extension } from './extensions.js';
import { type Writer, write } from './writer.js';

/** What a client writes into its extensions, one function each. */

/** RFC 6066 §3. */
export function serverNameExtension(hostName: string): Extension {
  return extension(SERVER_NAME, (w) =>
    w.vector(2, () => w.u8(0).vector(2, () => w.bytes(Buffer.from(hostName, 'latin1')))),
  );
}

/** RFC 8422 §5.1.2: uncompressed points. */
export function pointFormatsExtension(): Extension {
  return extension(EC_POINT_FORMATS, (w) => w.vector(1, () => w.u8(0)));
}

/** RFC 8446 §4.2.7. */
export function supportedGroupsExtension(groups: readonly number[]): Extension {
  return extension(SUPPORTED_GROUPS, (w) => w.u16List(2, groups));
}

/** RFC 6066 §8: OCSP, any responder, no request extensions. */
export function statusRequestExtension(): Extension {
  return extension(STATUS_REQUEST, (w) => w.u8(1).u16(0).u16(0));
}

/** RFC 7627 §5.1. */
export function extendedMasterSecretExtension(): Extension {
  return extension(EXTENDED_MASTER_SECRET, () => {});
}

/** RFC 5746 §3.4: an initial handshake. */
export function renegotiationInfoExtension(): Extension {
  return extension(RENEGOTIATION_INFO, (w) => w.u8(0));
}

/** RFC 8446 §4.2.3. */
export function signatureAlgorithmsExtension(schemes: readonly number[]): Extension {
  return extension(SIGNATURE_ALGORITHMS, (w) => w.u16List(2, schemes));
}

/** RFC 8446 §4.2.1. */
export function supportedVersionsExtension(versions: readonly number[]): Extension {
  return extension(SUPPORTED_VERSIONS, (w) => w.u16List(1, versions));
}

/** RFC 8446 §4.2.9: psk_dhe_ke. Current clients say so, with or without anything to resume. */
export function pskModesExtension(): Extension {
  return extension(PSK_KEY_EXCHANGE_MODES, (w) => w.vector(1, () => w.u8(1)));
}

/** RFC 8446 §4.2.8. */
export function keyShareExtension(shares: readonly KeyShareEntry[]): Extension {
  return extension(KEY_SHARE, (w) =>
    w.vector(2, () => {
      for (const { group, publicKey } of shares) w.u16(group).vector(2, () => w.bytes(publicKey));
    }),
  );
}

/** RFC 8446 §4.2.2. */
export function cookieExtension(cookie: Uint8Array): Extension {
  return extension(COOKIE, (w) => w.vector(2, () => w.bytes(cookie)));
}

function extension(type: number, content: (writer: Writer) => unknown): Extension {
  return { type, body: write(content) };
}
