import ipaddr from 'ipaddr.js';

/** 32-bit FNV-1a over an address's bytes (4 or 16), as blackbox_exporter's `probe_ip_addr_hash`. A zone is left out. */
export function addressHash(address: string): number {
  let hash = 0x811c9dc5;
  for (const byte of ipaddr.process(address.split('%', 1)[0] ?? address).toByteArray()) {
    hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  }
  return hash;
}
