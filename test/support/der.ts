/** Writes DER for tests: odd certificates that no issuer makes. */

export function tlv(tag: number, ...parts: readonly (Uint8Array | readonly number[] | string)[]): Uint8Array {
  const content = concat(
    parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Uint8Array.from(part))),
  );
  const { length } = content;
  const size: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) size.unshift(rest % 256);
  const header = length < 0x80 ? [tag, length] : [tag, 0x80 | size.length, ...size];
  return concat([Uint8Array.from(header), content]);
}

export function concat(parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}

export function oid(dotted: string): Uint8Array {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(BigInt);
  const arcs = [BigInt(first) * 40n + BigInt(second), ...rest];
  return tlv(
    0x06,
    arcs.flatMap((arc) => base128(BigInt(arc))),
  );
}

function base128(value: bigint): number[] {
  const digits = [Number(value & 127n)];
  for (let rest = value >> 7n; rest > 0n; rest >>= 7n) digits.unshift(Number(rest & 127n) | 0x80);
  return digits;
}

export const seq = (...parts: readonly Uint8Array[]): Uint8Array => tlv(0x30, ...parts);
export const utf8 = (text: string): Uint8Array => tlv(0x0c, Buffer.from(text, 'utf8'));
export const hex = (text: string): Uint8Array => new Uint8Array(Buffer.from(text.replace(/\s/g, ''), 'hex'));

/** A Name of single-valued RDNs: `[dotted type, encoded value]`. */
export function name(...attributes: readonly (readonly [string, Uint8Array])[]): Uint8Array {
  return seq(...attributes.map(([type, value]) => tlv(0x31, seq(oid(type), value))));
}

export function extension(dotted: string, value: Uint8Array, critical = false): Uint8Array {
  return seq(oid(dotted), ...(critical ? [hex('0101ff')] : []), tlv(0x04, value));
}

export interface CertificateParts {
  readonly version?: Uint8Array;
  readonly serial?: Uint8Array;
  readonly algorithm?: Uint8Array;
  readonly outerAlgorithm?: Uint8Array;
  readonly issuer?: Uint8Array;
  readonly validity?: Uint8Array;
  readonly subject?: Uint8Array;
  readonly spki?: Uint8Array;
  readonly extensions?: readonly Uint8Array[];
  readonly trailing?: Uint8Array;
}

const ED25519_SPKI = seq(seq(oid('1.3.101.112')), tlv(0x03, [0], new Uint8Array(32).fill(7)));

/** A certificate with a signature of zeros: readers read it, nobody trusts it. */
export function certificate(parts: CertificateParts = {}): Uint8Array {
  const algorithm = parts.algorithm ?? seq(oid('1.3.101.112'));
  const tbs = seq(
    parts.version ?? hex('a003020102'),
    parts.serial ?? hex('020101'),
    algorithm,
    parts.issuer ?? name(['2.5.4.3', utf8('issuer')]),
    parts.validity ?? seq(tlv(0x17, '200101000000Z'), tlv(0x17, '300101000000Z')),
    parts.subject ?? name(['2.5.4.3', utf8('subject')]),
    parts.spki ?? ED25519_SPKI,
    ...(parts.extensions === undefined ? [] : [tlv(0xa3, seq(...parts.extensions))]),
  );
  const whole = seq(tbs, parts.outerAlgorithm ?? algorithm, tlv(0x03, [0], new Uint8Array(64)));
  return parts.trailing === undefined ? whole : concat([whole, parts.trailing]);
}

/** A subjectAltName extension: dNSName entries, then raw GeneralNames. */
export function alternativeNames(dnsNames: readonly string[], ...others: readonly Uint8Array[]): Uint8Array {
  return extension('2.5.29.17', seq(...dnsNames.map((dns) => tlv(0x82, dns)), ...others));
}
