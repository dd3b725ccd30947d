import { contentOf, type DerReader, readBoolean, readOid, TAG } from './der.js';
import { toHex } from './digest.js';
import { formatIp } from './ip-address.js';
import { EXTENDED_KEY_USAGES, KEY_USAGES } from './oids.js';
import { asciiText } from './strings.js';

/** subjectAltName (RFC 5280 §4.2.1.6): only what a TLS client compares with. */
export interface AlternativeNames {
  /** Lower-cased; bytes that no DNS name has are written as `\xx` and can never match. */
  readonly dnsNames: readonly string[];
  readonly ipAddresses: readonly string[];
}

const DNS_NAME = 0x82;
const IP_ADDRESS = 0x87;
/** otherName, rfc822Name, x400Address, directoryName, ediPartyName, URI, registeredID: skipped, never opened. */
const OTHER_NAMES: ReadonlySet<number> = new Set([0xa0, 0x81, 0xa3, 0xa4, 0xa5, 0x86, 0x88]);

export function readAlternativeNames(reader: DerReader): AlternativeNames {
  const dnsNames: string[] = [];
  const ipAddresses: string[] = [];
  const names = reader.enter(TAG.sequence, 'names');
  reader.end();
  while (!names.atEnd) {
    const name = names.any('name');
    if (name.tag === DNS_NAME) {
      dnsNames.push(asciiText(names.bytes, name.start, name.end).text.toLowerCase());
    } else if (name.tag === IP_ADDRESS) {
      ipAddresses.push(formatIp(contentOf(names.bytes, name)) ?? names.fail('iPAddress', 'neither 4 nor 16 bytes'));
    } else if (!OTHER_NAMES.has(name.tag)) {
      names.fail('name', `no kind of name has the tag 0x${name.tag.toString(16)}`);
    }
  }
  return { dnsNames, ipAddresses };
}

/** basicConstraints' cA (RFC 5280 §4.2.1.9). */
export function readIsAuthority(reader: DerReader): boolean {
  const constraints = reader.enter(TAG.sequence, 'constraints');
  reader.end();
  const isAuthority = constraints.peek() === TAG.boolean ? readBoolean(constraints, 'cA') : false;
  constraints.optional(TAG.integer, 'pathLenConstraint');
  constraints.end();
  return isAuthority;
}

/** The names of the bits that are set (RFC 5280 §4.2.1.3). */
export function readKeyUsages(reader: DerReader): readonly string[] {
  const { start, end } = reader.read(TAG.bitString, 'bits');
  reader.end();
  if (end === start) return reader.fail('bits', 'empty');
  return KEY_USAGES.filter((_, bit) => {
    const at = start + 1 + (bit >> 3);
    return at < end && ((reader.bytes[at] ?? 0) & (0x80 >> (bit & 7))) !== 0;
  });
}

/** The names of the purposes, or their OIDs (RFC 5280 §4.2.1.12). */
export function readExtendedKeyUsages(reader: DerReader): readonly string[] {
  const usages: string[] = [];
  const purposes = reader.enter(TAG.sequence, 'purposes');
  reader.end();
  while (!purposes.atEnd) {
    const oid = readOid(purposes, 'purpose');
    usages.push(EXTENDED_KEY_USAGES[oid] ?? oid);
  }
  return usages;
}

/** Lower-case hex (RFC 5280 §4.2.1.2). */
export function readSubjectKeyIdentifier(reader: DerReader): string {
  const value = reader.read(TAG.octetString, 'keyIdentifier');
  reader.end();
  return toHex(reader.bytes, value.start, value.end);
}

/** keyIdentifier in lower-case hex; null when the issuer is named in another way (RFC 5280 §4.2.1.1). */
export function readAuthorityKeyIdentifier(reader: DerReader): string | null {
  const identifier = reader.enter(TAG.sequence, 'identifier');
  reader.end();
  const value = identifier.optional(0x80, 'keyIdentifier');
  return value === null ? null : toHex(identifier.bytes, value.start, value.end);
}
