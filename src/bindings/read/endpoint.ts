import { canonicalAddress } from '../address.js';

/** What a row is keyed on: the text before a row's hash in every export. */
export type RowKey =
  | { readonly kind: 'ipport'; readonly address: string; readonly port: number }
  | { readonly kind: 'hostnameport'; readonly host: string; readonly port: number }
  | { readonly kind: 'ccs'; readonly port: number };

const KEY = /^(?:\[([^\]\s]+)\]|([^\s:[\]]+)):(\d{1,6})$/;
const IPV4 = /^\d{1,3}(?:\.\d{1,3}){3}$/;
const HAS_LETTER = /[^\d.*_-]/;

/**
 * `10.0.0.5:443`, `[2001:db8::5]:443`, `shop.example:443`, `*.example.com:443`; `*:443` and `CCS:443` are rows of the
 * central store. `not-a-key`: the text has another shape; `bad-key`: it has this shape and cannot be one
 * (`10.0.0.999:443`, port 99999).
 */
export function parseRowKey(text: string): RowKey | 'not-a-key' | 'bad-key' {
  const [, six, name, digits] = KEY.exec(text) ?? [];
  if (digits === undefined) return 'not-a-key';
  const port = Number(digits);
  const valid = port >= 1 && port <= 65_535;
  if (six !== undefined) {
    const address = canonicalAddress(six);
    return valid && isIpv6(address) ? { kind: 'ipport', address, port } : 'bad-key';
  }
  if (name === undefined) return 'not-a-key';
  if (IPV4.test(name)) {
    return valid && name.split('.').every((part) => Number(part) <= 255)
      ? { kind: 'ipport', address: name, port }
      : 'bad-key';
  }
  if (name === '*' || name.toLowerCase() === 'ccs') return valid ? { kind: 'ccs', port } : 'bad-key';
  if (!HAS_LETTER.test(name)) return 'not-a-key';
  return valid ? { kind: 'hostnameport', host: name.toLowerCase(), port } : 'bad-key';
}

/** A bare port of a central store row. */
export function parsePort(text: string): number | null {
  if (!/^\d{1,5}$/.test(text)) return null;
  const port = Number(text);
  return port >= 1 && port <= 65_535 ? port : null;
}

/** Whether text (without brackets) is an address: IPv4 dotted or IPv6. */
export function isAddress(text: string): boolean {
  return IPV4.test(text) ? text.split('.').every((part) => Number(part) <= 255) : isIpv6(canonicalAddress(text));
}

function isIpv6(text: string): boolean {
  return text.includes(':') && URL.canParse(`http://[${text}]/`);
}
