import { incompatible } from './fault.js';
import { Reader } from './reader.js';

/** What the server signs for an ephemeral key exchange (RFC 8422 §5.4; RFC 5246 §7.4.3). */
export interface ServerKeyExchange {
  /** `ServerECDHParams` or `ServerDHParams`, as sent: the signature covers both randoms and these bytes. */
  readonly params: Uint8Array;
  readonly key:
    | { readonly kind: 'ecdhe'; readonly group: number; readonly publicKey: Uint8Array }
    | { readonly kind: 'dhe'; readonly primeBits: number };
  /** Null before TLS 1.2. */
  readonly scheme: number | null;
  readonly signature: Uint8Array;
}

const NAMED_CURVE = 3;

/** `withScheme`: TLS 1.2 names the signature's algorithm, its elders do not. Throws `PeerFault`. */
export function readServerKeyExchange(
  body: Uint8Array,
  keyExchange: 'ecdhe' | 'dhe',
  withScheme: boolean,
): ServerKeyExchange {
  const reader = new Reader(body, 'ServerKeyExchange');
  const key = keyExchange === 'ecdhe' ? readEcdhParams(reader) : readDhParams(reader);
  const params = body.subarray(0, reader.offset);
  const scheme = withScheme ? reader.u16('algorithm') : null;
  const signature = reader.vector(2, 'signature');
  reader.end();
  return { params, key, scheme, signature };
}

/** RFC 8422 §5.4. The explicit curves of RFC 4492 are read by nobody. */
function readEcdhParams(reader: Reader): ServerKeyExchange['key'] {
  const curveType = reader.u8('curve_type');
  if (curveType !== NAMED_CURVE) throw incompatible('explicit-curve', { curveType });
  return { kind: 'ecdhe', group: reader.u16('namedcurve'), publicKey: reader.vector(1, 'point', { min: 1 }) };
}

/** RFC 5246 §7.4.3. */
function readDhParams(reader: Reader): ServerKeyExchange['key'] {
  const prime = reader.vector(2, 'dh_p', { min: 1 });
  reader.vector(2, 'dh_g', { min: 1 });
  reader.vector(2, 'dh_Ys', { min: 1 });
  return { kind: 'dhe', primeBits: bitLength(prime) };
}

function bitLength(unsigned: Uint8Array): number {
  const first = unsigned.findIndex((byte) => byte !== 0);
  return first < 0 ? 0 : 8 * (unsigned.length - first) - Math.clz32(unsigned[first] ?? 0) + 24;
}
