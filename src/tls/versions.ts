import type { ProtocolVersion } from '../model/hello.js';

export const SSL3 = 0x0300;
export const TLS10 = 0x0301;
export const TLS11 = 0x0302;
export const TLS12 = 0x0303;
export const TLS13 = 0x0304;

const NAMES: ReadonlyMap<number, ProtocolVersion> = new Map([
  [SSL3, 'SSLv3'],
  [TLS10, 'TLSv1'],
  [TLS11, 'TLSv1.1'],
  [TLS12, 'TLSv1.2'],
  [TLS13, 'TLSv1.3'],
]);
const CODES: Readonly<Record<ProtocolVersion, number>> = {
  SSLv3: SSL3,
  TLSv1: TLS10,
  'TLSv1.1': TLS11,
  'TLSv1.2': TLS12,
  'TLSv1.3': TLS13,
};

/** The name that node:tls uses; null for drafts, experiments and nonsense. */
export function versionName(code: number): ProtocolVersion | null {
  return NAMES.get(code) ?? null;
}

export function versionCode(name: ProtocolVersion): number {
  return CODES[name];
}

/** A two-byte code as the registries print it: `0x7f1c`. */
export function hex16(code: number): string {
  return `0x${code.toString(16).padStart(4, '0')}`;
}
