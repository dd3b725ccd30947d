import ipaddr from 'ipaddr.js';

type Address = ipaddr.IPv4 | ipaddr.IPv6;
/** A network in CIDR form; a single address is one of full length. */
export type Network = readonly [address: Address, bits: number];

/**
 * The address that a dialled one really means: a zone is cut, and IPv4 inside ::ffff:0:0/96 (RFC 4291 §2.5.5.2),
 * 64:ff9b::/96 (RFC 6052 §2.1) and 2002::/16 (RFC 3056 §2) is taken out. Null when `text` is no address.
 */
export function unmapped(text: string): Address | null {
  const bare = text.split('%', 1)[0] ?? text;
  // ipaddr.js alone takes the short forms of old, such as 10.1.
  if (!/^(\d+\.\d+\.\d+\.\d+|[^.]*:.*)$/.test(bare) || !ipaddr.isValid(bare)) return null;
  const address = ipaddr.process(bare);
  if (!(address instanceof ipaddr.IPv6)) return address;
  const bytes = address.toByteArray();
  if (address.match(ipaddr.IPv6.parse('64:ff9b::'), 96)) return ipv4(bytes.slice(12));
  if (address.match(ipaddr.IPv6.parse('2002::'), 16)) return ipv4(bytes.slice(2, 6));
  return address;
}

function ipv4(bytes: readonly number[]): ipaddr.IPv4 {
  return new ipaddr.IPv4([...bytes]);
}

/** `10.0.0.0/8`, `2001:db8::/32`, `203.0.113.5`, `[2001:db8::5]`; null when it is none. */
export function readNetwork(text: string): Network | null {
  const bare = text.replace(/^\[(.*)\]$/, '$1');
  if (ipaddr.isValidCIDR(bare)) return ipaddr.parseCIDR(bare);
  const address = unmapped(bare);
  if (address === null) return null;
  return [address, address.kind() === 'ipv4' ? 32 : 128];
}

/** Whether an address lies in a network; families never mix. */
export function contains([network, bits]: Network, address: Address): boolean {
  if (network instanceof ipaddr.IPv4) return address instanceof ipaddr.IPv4 && address.match(network, bits);
  return address instanceof ipaddr.IPv6 && address.match(network, bits);
}

/** Where clouds answer their machines' questions about themselves, beside link-local ones (which hold 169.254.169.254). */
const METADATA: readonly string[] = [
  '100.100.100.200',
  '168.63.129.16',
  '192.0.0.192',
  'fd00:ec2::254',
  'fd20:ce::254',
];

/**
 * How narrow a network must be to name this address; null for an address that needs no naming. Link-local, metadata,
 * unspecified, broadcast and multicast addresses are never meant by a network that merely holds them, such as 0.0.0.0/0.
 */
export function narrowestNaming(address: Address): number | null {
  const four = address.kind() === 'ipv4';
  if (METADATA.includes(address.toString())) return four ? 32 : 128;
  switch (address.range()) {
    case 'linkLocal':
      return four ? 16 : 10;
    case 'multicast':
      return four ? 4 : 8;
    case 'unspecified':
    case 'broadcast':
      return four ? 32 : 128;
    default:
      return null;
  }
}

/** This machine itself. */
export function isLoopback(address: Address): boolean {
  return address.range() === 'loopback';
}
