/** Whether an address (without brackets) is IPv6. */
export function isIpv6(address: string): boolean {
  return address.includes(':');
}

/**
 * One spelling for one address: IPv4 dotted, IPv6 lower-case and compressed (RFC 5952), without brackets and zone.
 * Text that is no address is returned lower-cased.
 */
export function canonicalAddress(address: string): string {
  const bare = address
    .toLowerCase()
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/%.*$/, '');
  if (!isIpv6(bare)) return bare;
  const url = `http://[${bare}]/`;
  return URL.canParse(url) ? new URL(url).hostname.slice(1, -1) : bare;
}

/** Whether two addresses (without brackets) are one. IPv4 has one spelling. */
export function sameAddress(a: string, b: string): boolean {
  return a === b || (isIpv6(a) && isIpv6(b) && canonicalAddress(a) === canonicalAddress(b));
}
