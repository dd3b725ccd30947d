import type { BindingRow } from '../model/bindings.js';

/** The row as netsh's commands name it: `ipport=10.0.0.5:443`, `hostnameport=shop.example:443`, `ccs=443`. */
export function rowWords(row: Pick<BindingRow, 'kind' | 'address' | 'host' | 'port'>): string {
  if (row.kind === 'ccs') return `ccs=${row.port}`;
  if (row.kind === 'hostnameport') return `hostnameport=${row.host ?? ''}:${row.port}`;
  return `ipport=${endpointWords(row.address ?? '', row.port)}`;
}

/** `10.0.0.5:443`, `[2001:db8::5]:443`. */
export function endpointWords(address: string, port: number): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

/** A row on every address of its family: the fallback. */
export function isWildcardAddress(row: Pick<BindingRow, 'kind' | 'address'>): boolean {
  return row.kind === 'ipport' && (row.address === '0.0.0.0' || row.address === '::');
}

/** Owner by name, or by application id: `SSTP (…)`, `application {guid}`, `an unknown application`. */
export function ownerWords(row: Pick<BindingRow, 'owner' | 'appId'>): string {
  if (row.owner !== null) return row.owner;
  return row.appId === null ? 'an application that the export does not name' : `application {${row.appId}}`;
}
