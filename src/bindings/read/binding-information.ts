import { canonicalAddress } from '../address.js';
import { isAddress, parsePort } from './endpoint.js';

/** Where an IIS binding listens. */
export interface BindingInformation {
  /** Null for `*` and an empty address: All Unassigned. */
  readonly address: string | null;
  readonly port: number;
  /** Lower-case; null for every name. */
  readonly host: string | null;
}

/** `IP:port:host` (`*:443:`, `10.0.0.5:443:shop.example`, `[2001:db8::5]:443:`), parsed from the right; `!` separates too. */
export function parseBindingInformation(text: string): BindingInformation | null {
  const separated = /^(.*)[:!]([^:!]*)[:!]([^:!]*)$/.exec(text.trim());
  if (separated === null) return null;
  const [, rawAddress = '', rawPort = '', rawHost = ''] = separated;
  const port = parsePort(rawPort);
  const address = rawAddress.replace(/^\[(.*)\]$/, '$1');
  const any = address === '' || address === '*' || address === '0.0.0.0';
  if (port === null || (!any && !isAddress(address))) return null;
  return {
    address: any ? null : canonicalAddress(address),
    port,
    host: rawHost === '' ? null : rawHost.toLowerCase(),
  };
}

export const SNI_FLAG = 1;
export const CENTRAL_STORE_FLAG = 2;
const KNOWN_FLAGS = 1 | 2 | 4 | 8 | 16 | 32 | 64;

/** The bits of sslFlags that iis-docs `binding.md` does not name; 0: none. */
export function unknownFlags(sslFlags: number): number {
  return sslFlags & ~KNOWN_FLAGS;
}

/** `1`, `0x21`, `Sni`, `Sni, CentralCertStore` (appcmd and PowerShell write names); null for anything else. */
export function parseSslFlags(value: unknown): number | null {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0) return value;
  if (typeof value !== 'string') return null;
  const text = value.trim().toLowerCase();
  if (/^(?:\d+|0x[0-9a-f]+)$/.test(text)) return Number(text);
  const names = text.split(/[,\s|]+/).filter((name) => name !== '');
  const bits = names.map((name) => FLAG_NAMES.get(name));
  return names.length > 0 && bits.every((bit) => bit !== undefined) ? bits.reduce((sum, bit) => sum | bit, 0) : null;
}

const FLAG_NAMES: ReadonlyMap<string, number> = new Map([
  ['none', 0],
  ['sni', 1],
  ['centralcertstore', 2],
  ['disablehttp2', 4],
  ['disableocspstp', 8],
  ['disablequic', 16],
  ['disabletls13', 32],
  ['disablelegacytls', 64],
]);
