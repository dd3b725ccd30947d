import ipaddr from 'ipaddr.js';

const FOUR_PARTS = /^(?:0|[1-9][0-9]{0,2})(?:\.(?:0|[1-9][0-9]{0,2})){3}$/;
const ZONE = /^[A-Za-z0-9._~-]{1,64}$/;

/**
 * An address in the form in which targets carry it: IPv4 with four decimal parts, IPv6 as RFC 5952 writes it, without
 * brackets, its zone kept (`fe80::1%eth0`, RFC 4007 §11). Null for everything else, short and hexadecimal forms included.
 */
export function canonicalAddress(text: string): string | null {
  // Asked for every name of a list: ipaddr.js would throw, and catch, for each.
  if (FOUR_PARTS.test(text)) return ipaddr.IPv4.isValid(text) ? text : null;
  if (!text.includes(':')) return null;
  const percent = text.indexOf('%');
  const bare = percent === -1 ? text : text.slice(0, percent);
  const zone = percent === -1 ? null : text.slice(percent + 1);
  if (zone !== null && !ZONE.test(zone)) return null;
  if (!/^[0-9A-Fa-f:.]+$/.test(bare) || !ipaddr.IPv6.isValid(bare)) return null;
  const canonical = ipaddr.IPv6.parse(bare).toRFC5952String();
  return zone === null ? canonical : `${canonical}%${zone}`;
}

/** True for an address with a colon: the kind that stands in brackets beside a port. */
export function isIpv6(address: string): boolean {
  return address.includes(':');
}
