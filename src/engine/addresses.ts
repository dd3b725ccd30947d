import { isIP, isIPv4 } from 'node:net';
import ipaddr from 'ipaddr.js';

export type Family = 'ipv4' | 'ipv6';

/** IPv4 dotted, IPv6 in RFC 5952 form with its zone; IPv4-mapped IPv6 as IPv4; null when `text` is no address. */
export function canonicalAddress(text: string): string | null {
  const [bare = '', zone] = text.split('%', 2);
  if (isIP(bare) === 0) return null;
  if (isIPv4(bare)) return bare;
  const address = ipaddr.IPv6.parse(bare);
  if (address.isIPv4MappedAddress()) return address.toIPv4Address().toString();
  return zone === undefined ? address.toRFC5952String() : `${address.toRFC5952String()}%${zone}`;
}

export function familyOf(address: string): Family {
  return isIPv4(address) ? 'ipv4' : 'ipv6';
}

/** The IPv4 address inside the well-known NAT64 prefix 64:ff9b::/96 (RFC 6052 §2.1); null for any other address. */
export function translatedIpv4(address: string): string | null {
  if (familyOf(address) === 'ipv4' || address.includes('%')) return null;
  const bytes = ipaddr.IPv6.parse(address).toByteArray();
  const prefix = [0x00, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0];
  if (!prefix.every((byte, index) => bytes[index] === byte)) return null;
  return bytes.slice(12).join('.');
}

/** Whether an address needs a route out of this machine: loopback and link-local ones do not. */
export function needsRoute(address: string): boolean {
  const range = ipaddr.parse(address.split('%', 1)[0] ?? address).range();
  return range !== 'loopback' && range !== 'linkLocal' && range !== 'unspecified';
}

/** The families in which this machine has an address that is more than loopback or link-local. */
export function routableFamilies(localAddresses: readonly string[]): ReadonlySet<Family> {
  const families = new Set<Family>();
  for (const text of localAddresses) {
    const address = canonicalAddress(text);
    if (address !== null && needsRoute(address)) families.add(familyOf(address));
  }
  return families;
}

/** `192.0.2.1:443`, `[2001:db8::1]:443`. */
export function addressWithPort(address: string, port: number): string {
  return familyOf(address) === 'ipv4' ? `${address}:${port}` : `[${address}]:${port}`;
}
