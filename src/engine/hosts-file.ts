import { readFile } from 'node:fs/promises';
import { platform } from 'node:os';
import { canonicalAddress } from './addresses.js';

/** Name → its addresses, in the file's order (hosts(5)). Names in lower case. */
export type Hosts = ReadonlyMap<string, readonly string[]>;

/** Lines of `address name alias…`, `#` begins a comment; lines that begin with no address are passed over. */
export function parseHosts(text: string): Hosts {
  const hosts = new Map<string, string[]>();
  for (const line of text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/)) {
    const [first, ...names] = (line.split('#', 1)[0] ?? '').trim().split(/\s+/);
    const address = canonicalAddress(first ?? '');
    if (address === null) continue;
    for (const name of names) {
      const key = name.toLowerCase().replace(/\.$/, '');
      const addresses = hosts.get(key) ?? [];
      if (!addresses.includes(address)) addresses.push(address);
      hosts.set(key, addresses);
    }
  }
  return hosts;
}

/** Where the platform keeps its hosts file. */
export function usualHostsPath(system: string = platform()): string {
  return system === 'win32' ? 'C:\\Windows\\System32\\drivers\\etc\\hosts' : '/etc/hosts';
}

/** The machine's hosts file; empty when there is none or it cannot be read. */
export async function readHosts(path: string): Promise<Hosts> {
  try {
    return parseHosts(await readFile(path, 'utf8'));
  } catch {
    return new Map();
  }
}
