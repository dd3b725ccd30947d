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
  // ipaddr.js takes every dotted end for an IPv4-mapped address: `::1.2.3.4` is none (RFC 4291 §2.2).
  const spelled = bare.replace(/[0-9.]+\.[0-9.]+$/, (dotted) => {
    const [a = 0, b = 0, c = 0, d = 0] = dotted.split('.').map(Number);
    return `${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
  });
  const canonical = ipaddr.IPv6.parse(spelled).toRFC5952String();
  return zone === null ? canonical : `${canonical}%${zone}`;
}

/** True for an address with a colon: the kind that stands in brackets beside a port. */
export function isIpv6(address: string): boolean {
  return address.includes(':');
}
